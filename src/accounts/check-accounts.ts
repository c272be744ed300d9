import type { Logger } from 'pino';
import { balance } from '../endpoints/balance/declaration.ts';
import { ApiKeyPermission } from '../endpoints/config/codes.ts';
import { config } from '../endpoints/config/declaration.ts';
import { catalogue } from '../errors/catalogue.ts';
import { GatewayError } from '../errors/gateway-error.ts';
import type { AccountLoader } from '../loading/account-loader.ts';
import { causeOf } from '../loading/latest-calls.ts';
import { createPatience, leavingBy, type PatienceLimits } from '../loading/patience.ts';
import { createRequestLoader } from '../loading/request-loader.ts';
import type { Cancel, Clock } from '../time/clock.ts';
import { isSame, type ServedAccount } from './accounts.ts';

interface CheckParts {
  /** The accounts that are served at present, by id. */
  readonly loaders: () => ReadonlyMap<string, AccountLoader>;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface AccountChecks {
  /** Asks for those of them that are new or have other credentials than before, until each was answered or refused for good. */
  check(accounts: readonly ServedAccount[]): void;
  stop(): void;
}

/** However many there are, the process has its hands free for queries. */
const atOnce = 5;

/** Those that could not be asked, or got no answer, are asked for again after this. */
const againAfterMs = 60_000;

/** Of nobody who is in a hurry: whoever asks for the account meanwhile goes first. What was read a moment ago will do. */
const limits: PatienceLimits = {
  taker: { id: 'check', weight: 0.01 },
  deadlineMs: 30_000,
  maxWaitMs: 30_000,
  maxAgeMs: 30_000,
};

/**
 * Asks for the balance and then the settings of accounts and tells the log how that went, so that wrong credentials, hosts
 * and addresses show before somebody asks, and keys that may do more than read. Nothing else comes of it. What fails again
 * for the same reason is told once.
 */
export function createAccountChecks({ loaders, clock, log }: CheckParts): AccountChecks {
  const end = new AbortController();
  let served: ReadonlyMap<string, ServedAccount> = new Map();
  const waiting = new Set<string>();
  /** Accounts whose check failed for what may pass, and what of it was told. */
  const unanswered = new Map<string, string>();
  let underWay = 0;
  let again: Cancel | null = null;

  /** What the call met, where it is one that failed; without one, there is no more to tell than the error does. */
  function whyFailed(account: string, { code }: GatewayError): string | undefined {
    const loader = loaders().get(account);
    return loader && code.startsWith('UPSTREAM_') ? causeOf(loader.standing()) : undefined;
  }

  async function checkOne(account: string, host: string): Promise<void> {
    const patience = createPatience(limits, leavingBy(end.signal), clock);
    try {
      const loader = createRequestLoader(loaders(), patience);
      await loader.whole(account, balance);
      // One after the other: what is refused once is not asked a second time.
      const [settings] = await loader.whole(account, config);
      unanswered.delete(account);
      log.info({ account }, 'account checked');
      const permissions = beyondReading(settings?.perm);
      if (permissions.length > 0) log.warn({ account, permissions }, 'key may do more than read');
    } catch (error) {
      if (end.signal.aborted) return;
      // A defect. Nobody waits for the check, so nobody else would tell of it, and the process would end.
      if (!(error instanceof GatewayError)) {
        unanswered.delete(account);
        return log.error({ account, err: error }, 'internal error masked');
      }
      const { code, exchangeCode } = error.extensions;
      const cause = whyFailed(account, error);
      const line = { account, host, code, exchangeCode, cause, reason: error.message };
      const what = cause ?? code;
      const isToldOf = unanswered.get(account) === what;
      unanswered.delete(account);
      if (catalogue[code].retryable) checkAgain(account, what);
      if (!isToldOf) log.warn(line, 'account check failed');
    } finally {
      patience.end();
    }
  }

  function checkAgain(account: string, what: string): void {
    unanswered.set(account, what);
    again ??= clock.after(againAfterMs, () => {
      again = null;
      for (const id of unanswered.keys()) waiting.add(id);
      next();
    });
  }

  function next(): void {
    for (const id of waiting) {
      if (underWay === atOnce || end.signal.aborted) return;
      waiting.delete(id);
      const account = served.get(id);
      if (!account) {
        unanswered.delete(id);
        continue;
      }
      underWay += 1;
      void checkOne(id, new URL(account.baseUrl).host).finally(() => {
        underWay -= 1;
        next();
      });
    }
  }

  return {
    check(accounts) {
      const before = served;
      served = new Map(accounts.map((account) => [account.id, account]));
      for (const [id, account] of served) {
        const known = before.get(id);
        if (known && isSame(known, account)) continue;
        unanswered.delete(id);
        waiting.add(id);
      }
      next();
    },
    stop() {
      end.abort();
      again?.();
    },
  };
}

/** What a key may do that the gateway has no need of. What cannot be read is told of where it is found. */
const beyondReading = (permissions: unknown): readonly unknown[] =>
  Array.isArray(permissions) ? permissions.filter((one) => one !== readOnly) : [];

const readOnly = ApiKeyPermission.values['READ']?.wire;
