import type { createBudget } from '../../src/budget/budget.ts';
import {
  currency,
  decimal,
  defineEndpoint,
  defineObject,
  level,
  perAccount,
  type RateLimit,
} from '../../src/endpoints/declare.ts';
import type { GatewayError } from '../../src/errors/gateway-error.ts';
import type { Call } from '../../src/exchange/client.ts';
import type { Remedy } from '../../src/exchange/codes.ts';
import type { Row } from '../../src/exchange/decode.ts';
import type { Outcome } from '../../src/exchange/outcome.ts';
import type { AccountLoader, createAccountLoader } from '../../src/loading/account-loader.ts';
import { type createPatience, leavingBy } from '../../src/loading/patience.ts';
import type { createRequestLoader } from '../../src/loading/request-loader.ts';
import type { Clock } from '../../src/time/clock.ts';
import { createLoadingJudge, type Patience, type SentCall, tagOf } from './loading-judge.ts';
import { loadModules } from './seeded-bugs.ts';

/** What is put to the test: the loading code, or a copy of it with a bug. */
export interface Loading {
  readonly createAccountLoader: typeof createAccountLoader;
  readonly createBudget: typeof createBudget;
  readonly createRequestLoader: typeof createRequestLoader;
  readonly createPatience: typeof createPatience;
  /** The class of errors that this copy of the code knows. */
  readonly GatewayError: typeof GatewayError;
}

/** The loading code of `src` or of a copy of it. */
export const loadLoading = async (src: URL) =>
  loadModules<Loading>(src, [
    'budget/budget.ts',
    'errors/gateway-error.ts',
    'loading/account-loader.ts',
    'loading/patience.ts',
    'loading/request-loader.ts',
  ]);

const Thing = defineObject('Thing', {
  description: '',
  fields: { ccy: currency(''), tag: decimal(''), call: level('') },
});

export const endpointNames = ['one', 'two'] as const;
type EndpointName = (typeof endpointNames)[number];

/** Endpoints of the same kind, with so many keys to a call. */
export function defineEndpoints({ calls, windowMs }: RateLimit, max: number) {
  const endpointOf = (name: string) =>
    defineEndpoint({
      name,
      path: `/${name}`,
      description: '',
      limit: perAccount(calls, windowMs),
      keys: { ccy: { max } },
      whole: 'ccy',
      params: {},
      row: Thing,
    });
  return { one: endpointOf('one'), two: endpointOf('two') };
}

export const accountIds = ['ann', 'bob', 'cy'] as const;
type AccountId = (typeof accountIds)[number];

/** One thing that a client asks. */
export interface Question {
  readonly account: AccountId;
  readonly endpoint: EndpointName;
  /** A parameter of the call. Calls without keys have none, and serve keys of the lane without one. */
  readonly mode: 'none' | 'some';
  /** The exchange refuses keys that start with `BAD`, and has no row of `GONE`. null: everything the account holds. */
  readonly keys: readonly string[] | null;
}

/** One client with its one request. */
export interface Client extends Patience {
  readonly questions: readonly Question[];
}

/** What becomes of a call. */
export interface Fate {
  /** How the call fails, whatever it asks for; null when it does not. */
  readonly fault: Exclude<Remedy, 'bisect' | 'refuse'> | 'time-out' | null;
  /** Whether a refusal names the key that it is for. */
  readonly named: boolean;
  /** Whether there is a row that was not asked for. */
  readonly stranger: boolean;
  readonly reversed: boolean;
}

export interface WorldParts {
  readonly loading: Loading;
  readonly clock: Clock;
  readonly endpoints: ReturnType<typeof defineEndpoints>;
  /** What the account holds: what a whole answer has rows of. */
  readonly held: readonly string[];
  /** Settles when the call is answered. */
  readonly fateOf: (call: SentCall) => Promise<Fate>;
  readonly openAccount: (accountId: string, call: Call) => AccountLoader;
}

/** Clients, and an exchange that knows by tags on its rows whose they are; a judge looks on. */
export function createLoadingWorld(parts: WorldParts) {
  const { loading, clock, endpoints, held, fateOf, openAccount } = parts;
  const judge = createLoadingJudge(clock, held);

  const callOf = (account: AccountId): Call => {
    return async ({ endpoint, keys, params }) => {
      const mode = params['mode'] ?? 'none';
      const call = judge.sent({ account, endpoint, mode }, keys?.values ?? null);
      const fate = await fateOf(call);
      judge.ended(call, fate.fault);
      return outcomeOf(call, fate);
    };
  };

  function outcomeOf({ lot, keys, sentAt, number }: SentCall, fate: Fate): Outcome {
    if (fate.fault === 'time-out') {
      return { error: new loading.GatewayError('UPSTREAM_TIMEOUT', 'late'), remedy: 'retry' };
    }
    if (fate.fault) {
      return {
        error: new loading.GatewayError('UPSTREAM_UNAVAILABLE', 'down'),
        remedy: fate.fault,
      };
    }
    const bad = keys?.find((key) => key.startsWith('BAD'));
    if (bad !== undefined) {
      const error = new loading.GatewayError('KEY_REJECTED', 'refused');
      return { error, remedy: 'bisect', ...(fate.named && { keys: [bad] }) };
    }
    const present = keys ? keys.filter((key) => key !== 'GONE') : held;
    const rows = [...(fate.stranger ? ['STRANGER'] : []), ...present].map((ccy): Row => ({
      accountId: lot.account,
      params: '',
      asOf: new Date(sentAt),
      ccy,
      tag: tagOf({ ...lot, key: ccy }),
      call: number,
    }));
    return { rows: fate.reversed ? rows.toReversed() : rows };
  }

  const accounts = new Map(accountIds.map((id) => [id, openAccount(id, callOf(id))] as const));

  return {
    judge,
    /** An account is to use nothing again that was read or asked for so far. */
    forget(account: AccountId): void {
      judge.forgets(account);
      accounts.get(account)?.forget();
    },
    /** A client asks what it asks. */
    enter({ questions, ...limits }: Client): { leave(): void } {
      const leaving = new AbortController();
      const patience = loading.createPatience(limits, leavingBy(leaving.signal), clock);
      const loader = loading.createRequestLoader(accounts, patience);
      const wishes = questions.flatMap(({ account, endpoint, mode, keys }) =>
        (keys ?? [null]).map((key) => ({
          account,
          endpoint: endpoints[endpoint],
          mode: key === null ? 'none' : mode,
          key,
        })),
      );
      const visit = judge.enters(wishes, limits);

      async function load(wish: (typeof wishes)[number]): Promise<void> {
        const { account, endpoint, mode, key } = wish;
        const lane = { by: 'ccy', params: mode === 'none' ? {} : { mode } };
        const rows =
          key === null
            ? loader.whole(account, endpoint)
            : loader.rows(account, endpoint, lane, key);
        await rows.then(
          (answer) => visit.getsRows(wish, answer),
          (error: unknown) => visit.getsError(wish, error),
        );
      }
      void Promise.all(wishes.map(load)).then(patience.end);

      return {
        leave() {
          visit.leaves();
          leaving.abort();
        },
      };
    },
  };
}
