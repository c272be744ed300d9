import type { Budget } from '../budget/budget.ts';
import type { Endpoint } from '../endpoints/declare.ts';
import type { Call } from '../exchange/client.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import type { Clock } from '../time/clock.ts';
import type { AccountConnections } from './connections.ts';
import type { CircuitBreaker } from './faults/circuit-breaker.ts';

/** What all that loads from one endpoint of an account is given. */
export interface Parts {
  readonly accountId: string;
  readonly endpoint: Endpoint;
  readonly budget: Budget;
  readonly breaker: CircuitBreaker;
  readonly call: Call;
  /** Of which a call takes one. */
  readonly connections: AccountConnections;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** For how long answers are kept for the queries to come. */
  readonly keepMs: number;
  /** Whether requests have come whose keys are not known yet. Default: never. */
  readonly moreIsComing?: () => boolean;
  /** Told of each call. Default: nobody. */
  readonly telemetry?: Pick<Telemetry, 'callEnded' | 'answerMalformed'>;
}
