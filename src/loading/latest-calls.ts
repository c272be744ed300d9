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

/** An endpoint whose calls fail one after the other, or did until a moment ago. Times are on the clock's monotonic scale. */
export interface FailingEndpoint {
  /** The endpoint's name. */
  readonly endpoint: string;
  /** When the first of the calls ended that failed in a row. */
  readonly since: number;
  /** Calls that failed in a row by now; 0 when the latest was answered. */
  readonly failures: number;
  /** The call that failed last. */
  readonly last: EndedCall;
}

/** How the calls of an account went lately. */
export interface LatestCalls {
  readonly last: EndedCall | null;
  /** When the exchange last answered, if only that it refuses what was asked. On the clock's monotonic scale. */
  readonly answeredAt: number | null;
  /** Calls since then, which all failed. */
  readonly failures: number;
  /** Endpoints that fail, whatever the others do. Refused credentials are no matter of one endpoint, and not among it. */
  readonly failing: readonly FailingEndpoint[];
}

/** So many calls in a row are no chance any more. */
const failuresUntilTold = 3;
/** What fails now and then would come and go if one answer were enough. */
const calmMs = 60_000;

/** Why the latest call failed: the code of the exchange or, where it gave none, what happened; undefined for one that was answered. */
export const causeOf = ({ last }: LatestCalls): string | undefined =>
  last?.exchangeCode ?? last?.cause;

/** Makes calls as before, and knows how the latest went. */
export function watchCalls(
  makeCall: Call,
  clock: Clock,
): { readonly call: Call; latest(): LatestCalls } {
  let latest: Omit<LatestCalls, 'failing'> = { last: null, answeredAt: null, failures: 0 };
  /** Of each endpoint that has failed and was not well since, with whether enough failed in a row. */
  const troubles = new Map<string, FailingEndpoint & { readonly isTold: boolean }>();

  function note(endpoint: string, outcome: Outcome): void {
    const at = clock.now();
    const last = { endpoint, at, ...outcomeOf(outcome) };
    const { answeredAt, failures } = latest;
    const answered = isAnswer(outcome);
    latest = answered
      ? { last, answeredAt: at, failures: 0 }
      : { last, answeredAt, failures: failures + 1 };
    forgetCalm();
    const trouble = troubles.get(endpoint);
    if (answered) {
      if (trouble?.isTold === false) troubles.delete(endpoint);
      else if (trouble) troubles.set(endpoint, { ...trouble, failures: 0 });
    } else if (!stopsAtOnce(outcome)) {
      const inARow = (trouble?.failures ?? 0) + 1;
      const isTold = trouble?.isTold === true || inARow >= failuresUntilTold;
      const since = trouble?.since ?? at;
      troubles.set(endpoint, { endpoint, since, failures: inARow, last, isTold });
    }
  }

  function forgetCalm(): void {
    for (const [endpoint, { failures, last }] of troubles) {
      if (failures === 0 && clock.now() - last.at >= calmMs) troubles.delete(endpoint);
    }
  }

  return {
    async call(request) {
      const outcome = await makeCall(request);
      note(request.endpoint.name, outcome);
      return outcome;
    },
    latest() {
      forgetCalm();
      return {
        ...latest,
        failing: troubles
          .values()
          .filter(({ isTold }) => isTold)
          .toArray(),
      };
    },
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

/** The account is stopped for it until somebody mends it. */
const stopsAtOnce = (outcome: Outcome): boolean =>
  'error' in outcome && outcome.error.code === 'UPSTREAM_AUTH' && outcome.remedy === 'give-up';
