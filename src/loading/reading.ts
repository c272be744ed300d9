import type { Budget } from '../budget/budget.ts';
import type { ServedBy } from '../telemetry/telemetry.ts';
import type { Flow } from './dispatcher.ts';
import type { Ask, CallRecord } from './queue/ask.ts';

/** The budget of one account's endpoint. */
export interface AskedBudget {
  readonly accountId: string;
  /** The endpoint's name. */
  readonly endpoint: string;
  readonly budget: Budget;
}

/** What a request has read, without the request: for others that ask the same. */
export interface Reading {
  /** How many keys these are. */
  readonly keys: number;
  /** The budgets that it has asked something of. */
  readonly budgets: readonly AskedBudget[];
  /** Whether one that asks for all of it now would be answered by the same calls, and by no others. */
  isCurrent(freshAfter: number): boolean;
  /** What it takes to serve one that asks for it then: calls that were made for others. */
  servedBy(askedAt: number): ServedBy;
}

export function createReading(flows: readonly (Flow & AskedBudget)[]): Reading {
  const read = flows.map(({ waiters, isCurrent }) => ({
    asks: waiters.map(({ ask }) => ask),
    isCurrent,
  }));
  const calls = new Set<CallRecord>();
  for (const { asks } of read)
    for (const ask of asks) for (const { call } of ask.attempts) calls.add(call);
  const accounts = [...new Set(flows.map(({ accountId }) => accountId))];

  return {
    keys: read.reduce((sum, { asks }) => sum + asks.length, 0),
    budgets: flows.map(({ accountId, endpoint, budget }) => ({ accountId, endpoint, budget })),
    isCurrent: (freshAfter) =>
      read.every(({ asks, isCurrent }) => asks.every((ask: Ask) => isCurrent(ask, freshAfter))),
    servedBy(askedAt) {
      let ageMs = 0;
      for (const { sentAt } of calls) ageMs = Math.max(ageMs, askedAt - sentAt);
      return {
        accounts,
        calls: calls.size,
        shared: calls.size,
        waitedMs: 0,
        ageMs: Math.round(ageMs),
        serving: [...calls].map((call) => ({ call, askedAt })),
      };
    },
  };
}
