import type { Endpoint } from '../endpoints/declare.ts';
import { endpoints } from '../endpoints/endpoints.ts';
import type { Simulate } from './simulate.ts';

export interface Route {
  readonly declaration: Endpoint;
  readonly simulate: Simulate;
}

/** The private endpoints that the embedded exchange answers. Loaded before the first call, not with it. */
export const routes: readonly Route[] = await Promise.all(
  endpoints.map(async ({ declaration, simulation }) => {
    const { simulate } = await simulation();
    return { declaration, simulate };
  }),
);
