import { callerOf } from './use-caller.ts';

/** Whether who sends a request may learn the graph from the gateway. */
export type MayExplore = (request: Request) => boolean;

/** @param explore whether anybody may */
export const createMayExplore =
  (explore: boolean): MayExplore =>
  (request) =>
    explore && callerOf(request).mayExplore;
