import type { Call } from '../exchange/client.ts';
import type { Outcome } from '../exchange/outcome.ts';
import type { ErrorCode } from '../errors/catalogue.ts';
import type { Clock } from '../time/clock.ts';

/** A call that has come to its end. */
export interface EndedCall {
  /** The endpoint's name. */
  readonly endpoint: string;
  /** When it ended, on the clock's monotonic scale. */
  readonly at: number;
  /** `ANSWERED`, or the code of the error that it met. */
  readonly outcome: 'ANSWERED' | ErrorCode;
  /** What the error says, and the code of the exchange, if it gave one. */
  readonly message?: string;
  readonly exchangeCode?: string;
  /** What it came from where that was not the exchange, such as `ECONNREFUSED`. */
  readonly cause?: string;
}

/** How the calls of an account went lately. */
export interface LatestCalls {
  readonly last: EndedCall | null;
  /** When the exchange last answered, if only that it refuses what was asked. On the clock's monotonic scale. */
  readonly answeredAt: number | null;
  /** Calls since then, which all failed. */
  readonly failures: number;
}

/** Why the latest call failed: the code of the exchange or, where it gave none, what happened; undefined for one that was answered. */
export const causeOf = ({ last }: LatestCalls): string | undefined =>
  last?.exchangeCode ?? last?.cause;

/** Makes calls as before, and knows how the latest went. */
export function watchCalls(
  makeCall: Call,
  clock: Clock,
): { readonly call: Call; latest(): LatestCalls } {
  let latest: LatestCalls = { last: null, answeredAt: null, failures: 0 };

  function note(endpoint: string, outcome: Outcome): void {
    const at = clock.now();
    const last = { endpoint, at, ...outcomeOf(outcome) };
    const { answeredAt, failures } = latest;
    latest = isAnswer(outcome)
      ? { last, answeredAt: at, failures: 0 }
      : { last, answeredAt, failures: failures + 1 };
  }

  return {
    async call(request) {
      const outcome = await makeCall(request);
      note(request.endpoint.name, outcome);
      return outcome;
    },
    latest: () => latest,
  };
}

function outcomeOf(outcome: Outcome): Omit<EndedCall, 'endpoint' | 'at'> {
  if (!('error' in outcome)) return { outcome: 'ANSWERED' };
  const { error, cause } = outcome;
  const { exchangeCode } = error.extensions;
  const told = { outcome: error.code, message: error.message };
  if (exchangeCode !== undefined) return { ...told, exchangeCode };
  if (!cause) return told;
  const { reason, status } = cause;
  return { ...told, cause: status === undefined ? reason : `HTTP ${status}, ${reason}` };
}

/** What refuses keys, or the arguments beside them, has read them. */
const isAnswer = (outcome: Outcome): boolean =>
  !('error' in outcome) || outcome.remedy === 'bisect' || outcome.remedy === 'refuse';
