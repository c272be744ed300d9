import type { RedisStanding } from '../accounts/share-budgets.ts';
import type { AccountState, AccountStatus } from './account-status.ts';
import type { LoopDelay } from './loop-delay.ts';
import type { Problem } from './problems.ts';

/** Which accounts are told of. */
export interface StatusQuery {
  /** At most so many, worst first. */
  readonly limit: number;
  /** Those whose ids have this in them, in whatever case. */
  readonly find: string;
}

/** What was last wrong. */
export interface Trouble {
  /** Null where nothing was. */
  readonly trouble: { readonly at: string; readonly reason: string } | null;
}

/** How the gateway is, at `/status`. Dates are in UTC. What is added to it later changes nothing else. */
export interface Status {
  /** `impaired`: part of it does not work; `down`: no query can be answered anew; `ending`: it was told to end. */
  readonly verdict: 'well' | 'impaired' | 'down' | 'ending';
  /** The verdict in a sentence or two. */
  readonly summary: string;
  readonly problems: readonly (Pick<Problem, 'headline' | 'text'> & {
    readonly since: string | null;
  })[];
  /** Why `/health/ready` says no; null while it says yes. */
  readonly unready: string | null;
  /** When this was so. */
  readonly at: string;
  readonly gateway: {
    readonly version: string;
    readonly node: string;
    /** Whether an embedded exchange serves made-up accounts. */
    readonly madeUp: boolean;
    readonly startedAt: string;
    readonly uptimeS: number;
    readonly loopDelayMs: LoopDelay;
  };
  readonly settings: {
    readonly maxAgeMs: number;
    readonly deadlineMs: number;
    readonly maxWaitMs: number;
    readonly maxCalls: number | null;
  };
  readonly accounts: {
    readonly total: number;
    readonly states: Readonly<Record<AccountState, number>>;
    /** Of how many `list` tells the worst. */
    readonly found: number;
    readonly list: readonly AccountStatus[];
  };
  /** Null where nothing is shared. */
  readonly redis:
    | (Trouble & {
        readonly standing: RedisStanding['standing'];
        readonly since: string;
        /** Milliseconds for which it gives no lease. */
        readonly closedForMs: number;
        /** From when on no calls are made, if it stays so; null where no part is gone by. */
        readonly partEndsAt: string | null;
        readonly replicas: number;
      })
    | null;
  /** Null where everybody may ask. */
  readonly callers: {
    readonly named: number;
    /** The keys of the issuer of JWTs; null where there is none. */
    readonly jwt: (Trouble & { readonly keys: number; readonly readAt: string | null }) | null;
  } | null;
  readonly files: readonly (Trouble & { readonly setting: string; readonly readAt: string })[];
}
