import type { SimulatedAccount } from './accounts.ts';
import type { Market } from './market.ts';
import type { Statement } from './statement.ts';

/** A row as it goes onto the wire. Numbers are there for deliberately broken rows only. */
export interface Row {
  readonly [field: string]: string | boolean | number | readonly Row[] | readonly string[];
}

/** One call that passed the checks common to all endpoints. */
export interface SimulatedRequest {
  readonly account: SimulatedAccount;
  readonly market: Market;
  /** What the account is worth at these prices. */
  readonly statement: Statement;
  /** The comma-joined keys under their parameter, each once, in the order sent. Never an empty list. */
  readonly keys: Readonly<Record<string, readonly string[] | undefined>>;
  /** The other declared parameters that were sent and not empty. */
  readonly params: Readonly<Record<string, string | undefined>>;
}

/** What an endpoint answers in `data`; throws a `Refusal` for what the service refuses. */
export type Simulate = (request: SimulatedRequest) => readonly Row[];
