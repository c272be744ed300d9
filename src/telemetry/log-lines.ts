import type { Logger } from 'pino';
import type { ErrorCode } from '../errors/catalogue.ts';
import type { Failed } from '../exchange/outcome.ts';
import type { Clock } from '../time/clock.ts';
import { createThrottle } from '../time/throttle.ts';
import type { Call, CallEnd, Refused, Telemetry } from './telemetry.ts';

/** Errors of calls that only those who asked can mend. */
const mistakes: ReadonlySet<ErrorCode> = new Set([
  'BAD_USER_INPUT',
  'KEY_REJECTED',
  'ACCOUNT_MODE_UNSUPPORTED',
]);

/** Keys that a line names. */
const maxKeys = 20;

/** Accounts of which it is known what was told lately. */
const maxAccounts = 10_000;

/**
 * Writes the log of what happens: a line for each operation; of failed calls and refusals what they are and how many;
 * and when calls of an account stop and go on. None of it holds a variable, an amount, a secret, a key or an address.
 *
 * @param hostOf where the calls of an account go, such as `www.okx.com`
 */
export function createLogLines(
  log: Logger,
  clock: Clock,
  hostOf: (accountId: string) => string | undefined,
): Telemetry {
  const troubles = new Map<string, Note>();
  // Apart, so that mistakes of clients, of which there may be many, hold up no trouble.
  const mistaken = new Map<string, Note>();

  /** Notes that a call failed, or a field of its answer: at most one line a second for each account. */
  function noteFailed({ accountId: account, endpoint }: Call, fault: Fault): void {
    const isMistake = mistakes.has(fault.code);
    const notes = isMistake ? mistaken : troubles;
    const known = notes.get(account);
    const note =
      known ??
      createThrottle(clock, (_what, times, latest: object) => {
        const line = { account, host: hostOf(account), ...latest, times };
        if (isMistake) log.info(line, 'call failed');
        else log.warn(line, 'call failed');
      });
    if (!known) {
      if (notes.size >= maxAccounts) notes.clear();
      notes.set(account, note);
    }
    note([endpoint, ...Object.values(fault)].join(' '), { endpoint, ...fault });
  }

  const noteRefused: Record<Refused['what'], (reason: string) => void> = {
    overload: createThrottle(clock, (reason, requests) => {
      log.warn({ requests, reason }, 'overloaded: requests refused');
    }),
    connection: createThrottle(clock, (reason, connections) => {
      log.warn({ connections, reason }, 'connections refused');
    }),
    caller: createThrottle(clock, (reason, requests) => {
      log.warn({ requests, reason }, 'requests of unknown callers refused');
    }),
    host: createThrottle(clock, (reason, requests) => {
      log.warn({ requests, reason }, 'requests to another host refused');
    }),
  };

  return {
    operationEnded(operation, end) {
      const isAmiss = Object.keys(end.errors).length > 0;
      // Nothing is put together that nobody reads.
      if (!log.isLevelEnabled(isAmiss ? 'warn' : 'info')) return;
      const { name, serving: _, errors, ...rest } = end;
      const line = {
        requestId: operation.requestId,
        traceId: operation.traceparent?.split('-')[1],
        operation: name,
        ...rest,
        errors,
      };
      if (isAmiss) log.warn(line, 'query');
      else log.info(line, 'query');
    },
    subscriptionEnded({ requestId }, { name, ...end }) {
      log.info({ requestId, operation: name, ...end }, 'subscription ended');
    },
    callEnded(call, end) {
      if (end.failed) noteFailed(call, faultOf(end.failed));
      if (log.isLevelEnabled('debug')) log.debug(callLine(call, end), 'call');
    },
    answerMalformed: (call, reason) => noteFailed(call, { code: 'UPSTREAM_MALFORMED', reason }),
    callsStopped(account, { message, extensions: { code, exchangeCode } }, cause) {
      const host = hostOf(account);
      log.warn({ account, host, code, exchangeCode, cause, reason: message }, 'calls suspended');
    },
    callsResumed(account, stoppedForMs) {
      log.info({ account, stoppedForMs: Math.round(stoppedForMs) }, 'calls resumed');
    },
    clockCorrected(host, offMs) {
      log.warn({ host, offMs }, 'clock corrected');
    },
    requestRefused({ what, reason }) {
      noteRefused[what](reason);
    },
  };
}

type Note = (what: string, fields: object) => void;

/** Why a call, or a field of its answer, failed, as its line tells it. */
interface Fault {
  readonly code: ErrorCode;
  readonly reason: string;
  readonly [field: string]: string | number;
}

function faultOf({ error, cause }: Failed): Fault {
  const { code, exchangeCode } = error.extensions;
  const { reason = error.message, status, msg } = cause ?? {};
  return {
    code,
    reason,
    ...(status !== undefined && { status }),
    ...(exchangeCode !== undefined && { exchangeCode }),
    ...(msg !== undefined && { exchangeMsg: msg }),
  };
}

function callLine({ accountId: account, endpoint }: Call, { keys, tookMs, outcome }: CallEnd) {
  return {
    account,
    endpoint,
    keys: keys?.slice(0, maxKeys) ?? null,
    tookMs: Math.round(tookMs),
    outcome,
  };
}
