import type { Budget } from '../budget/budget.ts';
import { closable } from '../budget/closable.ts';
import type { RateLimit } from '../endpoints/declare.ts';
import { declarations } from '../endpoints/endpoints.ts';
import type { Secret } from '../exchange/secret.ts';
import type { Clock } from '../time/clock.ts';

/** Budgets that are given the same name in several gateways may be the same. */
export type BudgetOf = (name: string, limit: RateLimit) => Budget;

/** What the exchange counts for one account, whatever its id and key are at present. */
export interface AccountBudgets {
  readonly share: number;
  /** @param key what calls are made with at the moment */
  readonly of: (endpoint: string, limit: RateLimit, key: () => string) => Budget;
  /** One who was given the budget of an endpoint uses it no more, and has no call under way. */
  readonly letGo: (endpoint: string) => void;
}

/** Knows in which budgets the calls with a key are counted. */
export interface KeyBudgets {
  /**
   * The keys that are in service from now on. With one that is not among them, no call is made any more.
   *
   * @param askedUntil until when others may have asked for the accounts of those that come
   * @returns each with its budgets
   */
  serve<Key extends ServedKey>(
    keys: readonly Key[],
    askedUntil: number,
  ): readonly (readonly [Key, AccountBudgets])[];
}

interface ServedKey {
  /** The id of its account. */
  readonly id: string;
  readonly apiKey: Secret;
  /** Part of the rate limits, above 0 and up to 1. Default: 1. */
  readonly share?: number;
}

/** A call that was sent by others arrives within so many milliseconds. */
const onTheWayMs = 250;
/** The longest window of a limit, in milliseconds. */
export const maxWindowMs = Math.max(...declarations.map(({ limit }) => limit.windowMs));
/** For how many milliseconds it counts that others have asked for an account. */
const closedMs = maxWindowMs + onTheWayMs;

interface Counted extends AccountBudgets {
  askedUntil: number;
  /** When a key of theirs was taken out of service. */
  lostAt: number;
}

/**
 * A key that comes may be of any account that was asked for a moment ago: by another process, or by this one with a
 * key that has gone. So its budgets are closed until that counts no more. They have nothing to wait for when they
 * were there before and no key of other budgets has gone lately: then what was asked for is in them.
 */
export function createKeyBudgets(clock: Clock, budgetOf: BudgetOf): KeyBudgets {
  /** Of all keys that were ever served: one that comes back finds its budgets as they are. */
  const byKey = new Map<string, Counted>();
  /** The key that an id had last: one that comes back with another key is the same account. */
  const lastKeys = new Map<string, string>();
  /** The same the other way round: to look through all for each of 10,000 accounts holds up the process. */
  const lastIds = new Map<string, string>();
  let served: ReadonlySet<string> = new Set();

  function create({ id, share = 1 }: ServedKey): Counted {
    const made = new Map<string, { readonly budget: Budget; users: number }>();
    const budgets: Counted = {
      share,
      askedUntil: -Infinity,
      lostAt: -Infinity,
      of(endpoint, limit, key) {
        const used = made.get(endpoint) ?? {
          budget: budgetOf(`${id}/${endpoint}`, limit),
          users: 0,
        };
        used.users += 1;
        made.set(endpoint, used);
        return closable(used.budget, () =>
          served.has(key()) ? Math.max(0, budgets.askedUntil + closedMs - clock.now()) : closedMs,
        );
      },
      letGo(endpoint) {
        const used = made.get(endpoint);
        if (!used) return;
        used.users -= 1;
        // A key may have another id by now, and what it was called with before is counted in the same budget.
        if (used.users === 0 && used.budget.inUse() === 0) made.delete(endpoint);
      },
    };
    return budgets;
  }

  return {
    serve(keys, askedUntil) {
      const now = clock.now();
      const next = new Set(keys.map(({ apiKey }) => apiKey.reveal()));
      for (const [key, budgets] of byKey) {
        if (served.has(key) && !next.has(key)) budgets.lostAt = now;
      }
      const known = new Map(byKey);
      const lostLately = [...known.values()].filter(({ lostAt }) => now < lostAt + closedMs);

      function budgetsOf(account: ServedKey): Counted {
        const key = account.apiKey.reveal();
        const last = lastKeys.get(account.id) ?? '';
        const own = known.get(key) ?? (next.has(last) ? undefined : known.get(last));
        const budgets = own ?? create(account);
        const mayBeElsewhere = !own || lostLately.some((other) => other !== own);
        if (!served.has(key) && mayBeElsewhere) budgets.askedUntil = askedUntil;
        lastIds.delete(last);
        lastKeys.delete(lastIds.get(key) ?? '');
        lastKeys.set(account.id, key);
        lastIds.set(key, account.id);
        byKey.set(key, budgets);
        return budgets;
      }

      const serving = keys.map((key) => [key, budgetsOf(key)] as const);
      served = next;
      return serving;
    },
  };
}
