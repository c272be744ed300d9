import { balance } from './balance/declaration.ts';
import { config } from './config/declaration.ts';
import type { Endpoint } from './declare.ts';
import { maxAvailSize } from './max-avail-size/declaration.ts';
import { maxLoan } from './max-loan/declaration.ts';
import { maxWithdrawal } from './max-withdrawal/declaration.ts';

/** An endpoint and its other parts, each loaded only where it is needed. */
interface EndpointParts<Simulation> {
  readonly declaration: Endpoint;
  /** Adds the endpoint's types and fields to the graph. */
  readonly graph: () => Promise<object>;
  /** How the embedded exchange answers it. */
  readonly simulation: () => Promise<Simulation>;
}

const part = <Simulation>(
  declaration: Endpoint,
  graph: () => Promise<object>,
  simulation: () => Promise<Simulation>,
): EndpointParts<Simulation> => ({ declaration, graph, simulation });

/** Every endpoint. A further one is a folder and a line here. */
export const endpoints = [
  part(
    balance,
    () => import('./balance/graph.ts'),
    () => import('./balance/simulate.ts'),
  ),
  part(
    maxAvailSize,
    () => import('./max-avail-size/graph.ts'),
    () => import('./max-avail-size/simulate.ts'),
  ),
  part(
    maxLoan,
    () => import('./max-loan/graph.ts'),
    () => import('./max-loan/simulate.ts'),
  ),
  part(
    maxWithdrawal,
    () => import('./max-withdrawal/graph.ts'),
    () => import('./max-withdrawal/simulate.ts'),
  ),
  part(
    config,
    () => import('./config/graph.ts'),
    () => import('./config/simulate.ts'),
  ),
] as const;

export const declarations: readonly Endpoint[] = endpoints.map(({ declaration }) => declaration);
