import type { Refused, Telemetry } from '../telemetry/telemetry.ts';
import type { Clock } from '../time/clock.ts';
import { type Counts, createCounts } from './counts.ts';

/** How often it is looked whether lines of the log were lost. */
const lookEveryMs = 10_000;

/** What the exchange answers to a call that is one too many. */
const tooManyCalls = '50011';

/** What has happened in the last five minutes that no part of the gateway keeps. */
export interface Lately {
  readonly operations: Counts;
  /** Operations by the codes of their errors: one with several counts for each. */
  readonly errors: Counts;
  /** By the reason. */
  readonly refused: Readonly<Record<Refused['what'], Counts>>;
  /** Calls that the exchange counted as too many, by account. */
  readonly tooMany: Counts;
  /** What could not be read of answers, by endpoint. */
  readonly malformed: ReadonlyMap<string, Counts>;
  readonly lostLines: Counts;
}

/**
 * Counts what happens, from now on and for as long as the process lives.
 *
 * @param droppedLines lines of the log that were dropped since the start
 */
export function watchLately(
  clock: Clock,
  droppedLines: () => number,
): { readonly telemetry: Telemetry; readonly lately: Lately } {
  const malformed = new Map<string, Counts>();
  const lately = {
    operations: createCounts(clock),
    errors: createCounts(clock),
    refused: {
      caller: createCounts(clock),
      connection: createCounts(clock),
      overload: createCounts(clock),
      host: createCounts(clock),
    },
    tooMany: createCounts(clock),
    malformed,
    lostLines: createCounts(clock),
  };

  function noteMalformed(endpoint: string, reason: string): void {
    const known = malformed.get(endpoint) ?? createCounts(clock);
    malformed.set(endpoint, known);
    known.add(reason);
  }

  let linesSoFar = 0;
  function lookForLines(): void {
    const lines = droppedLines();
    if (lines > linesSoFar) lately.lostLines.add('lines', lines - linesSoFar);
    linesSoFar = lines;
    clock.after(lookEveryMs, lookForLines);
  }
  lookForLines();

  return {
    lately,
    telemetry: {
      operationEnded(_operation, { errors, outcome }) {
        lately.operations.add(outcome === 'ok' ? 'sound' : 'with errors');
        for (const code of Object.keys(errors)) lately.errors.add(code);
      },
      callEnded({ accountId, endpoint }, { failed }) {
        if (!failed) return;
        const { error, cause } = failed;
        if (error.extensions.exchangeCode === tooManyCalls) lately.tooMany.add(accountId);
        if (error.code === 'UPSTREAM_MALFORMED')
          noteMalformed(endpoint, cause?.reason ?? error.message);
      },
      answerMalformed: ({ endpoint }, what) => noteMalformed(endpoint, what),
      requestRefused: ({ what, reason }) => lately.refused[what].add(reason),
    },
  };
}
