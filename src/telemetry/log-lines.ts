import type { Logger } from 'pino';
import type { Failed } from '../exchange/outcome.ts';
import type { Clock } from '../time/clock.ts';
import { createThrottle } from '../time/throttle.ts';
import type { Call, CallEnd, Refused, Telemetry } from './telemetry.ts';

/** Keys that a line names. */
const maxKeys = 20;

/** Accounts of which it is known what was told lately. */
const maxAccounts = 10_000;

/**
 * Writes the log of what happens: a line for each operation; of failed calls and refusals what they are and how many;
 * and when calls of an account stop and go on. None of it holds a variable, an amount, a secret, a key or an address.
 */
export function createLogLines(log: Logger, clock: Clock): Telemetry {
  const noteOf = new Map<string, (what: string, fields: object) => void>();

  /** Notes trouble with the calls of an account: at most one line a second for each. */
  function noteTrouble(account: string, what: string, fields: object): void {
    const known = noteOf.get(account);
    const note =
      known ??
      createThrottle(clock, (_what, times, latest: object) => {
        log.warn({ account, ...latest, times }, 'call failed');
      });
    if (!known) {
      if (noteOf.size >= maxAccounts) noteOf.clear();
      noteOf.set(account, note);
    }
    note(what, fields);
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
  };

  return {
    operationEnded(operation, end) {
      const { name, serving: _, errors, ...rest } = end;
      const line = {
        requestId: operation.requestId,
        traceId: operation.traceparent?.split('-')[1],
        operation: name,
        ...rest,
        errors,
      };
      if (Object.keys(errors).length > 0) log.warn(line, 'query');
      else log.info(line, 'query');
    },
    callEnded(call, end) {
      const trouble = end.failed ? faultOf(end.failed) : malformedOf(end);
      if (trouble) {
        const what = [call.endpoint, ...Object.values(trouble)].join(' ');
        noteTrouble(call.accountId, what, { endpoint: call.endpoint, ...trouble });
      }
      if (log.isLevelEnabled('debug')) log.debug(callLine(call, end), 'call');
    },
    callsStopped(account, { message, extensions: { code, exchangeCode } }) {
      log.warn({ account, code, exchangeCode, reason: message }, 'calls suspended');
    },
    callsResumed(account, stoppedForMs) {
      log.info({ account, stoppedForMs: Math.round(stoppedForMs) }, 'calls resumed');
    },
    requestRefused({ what, reason }) {
      noteRefused[what](reason);
    },
  };
}

function faultOf({ error, cause }: Failed) {
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

/** Of an answer that could be read but for some of its values; null where there is nothing to tell. */
function malformedOf({ malformed: [reason] }: CallEnd) {
  return reason === undefined ? null : { code: 'UPSTREAM_MALFORMED', reason };
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
