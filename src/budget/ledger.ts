import { z } from 'zod';
import type { Cancel, Clock } from '../time/clock.ts';
import type { Redis } from './redis.ts';

/**
 * What a gateway may go by. `shared`: the record in Redis. `silent`: nothing, while Redis does not answer
 * and the leases of other gateways may be out. `alone`: its own share, when none of them can be any more.
 */
export type Standing = 'shared' | 'silent' | 'alone';

/** What a budget tells Redis. */
export interface Message {
  readonly budget: string;
  readonly calls: number;
  readonly windowMs: number;
  /** The id of a lease that is wanted. */
  readonly take?: string;
  /** Milliseconds until the leases that the gateway holds are free, by their ids; 0 for one given back. */
  readonly leases: ReadonlyMap<string, number>;
}

export interface Reply {
  /** Whether the wanted lease is given. */
  readonly given: boolean;
  /** Milliseconds until each lease of the budget is free, of all gateways, in order. */
  readonly freeInMs: readonly number[];
}

/** The record of leases that gateways keep in Redis together, as one of them knows it. */
export interface Ledger {
  standing(): Standing;
  /** Milliseconds for which Redis gives no lease, so that every gateway can tell those that it holds. */
  closedForMs(): number;
  /** Changes whenever Redis may not know the leases of this gateway. */
  era(): number;
  /** Tells Redis; null when it does not answer. Never rejects, and may settle late. */
  tell(message: Message): Promise<Reply | null>;
  /** The reply if it comes in time to make a call by, else null. */
  inTime(reply: Promise<Reply | null>): Promise<Reply | null>;
  /** Has a budget tell its leases at once when the era changes, and asks again now and then whether it has. */
  join(tellLeases: () => void): void;
  /** Milliseconds after which a lease under whose call nothing was heard any more is free. */
  readonly longestLeaseMs: number;
  close(): void;
}

export interface LedgerParts {
  readonly redis: Redis;
  readonly clock: Clock;
  /** A call and the window after it, at the longest, and `mostStaleMs`. */
  readonly longestLeaseMs: number;
  readonly onStanding: (standing: Standing) => void;
}

/** Longest time in milliseconds for which a call waits for Redis. */
const patienceMs = 50;
/** A lease that was given longer ago may end too early by the time its call is sent. */
export const mostStaleMs = 250;
/** Redis is asked whether it is there, and still the same, this often. */
const beatMs = 250;
/** For how long Redis gives no lease after it forgot, or a gateway returned: some beats. */
const graceMs = 1_000;
/** A connection on which nothing was heard for so long is replaced. */
const deafMs = 2_000;

const stateKey = '{okx-account-gateway}:state';
const keyOf = (budget: string) => `{okx-account-gateway}:leases:${budget}`;

export function createLedger(parts: LedgerParts): Ledger {
  const { redis, clock, longestLeaseMs, onStanding } = parts;
  const members: (() => void)[] = [];
  let silentSince: number | null = clock.now();
  let connectedAt = clock.now();
  let isAlone = false;
  let epoch = '';
  let era = 0;
  let openAt = -Infinity;
  let cancelBeat: Cancel = () => {};

  function standing(): Standing {
    const silentMs = silentSince === null ? 0 : clock.now() - silentSince;
    if (!isAlone && silentMs >= longestLeaseMs) {
      isAlone = true;
      onStanding('alone');
    }
    if (isAlone) return 'alone';
    return silentSince === null ? 'shared' : 'silent';
  }

  function heard({ epoch: now, closedMs }: State, returning: boolean): void {
    const before = standing();
    // Redis has to know first that there are leases which it was not asked for.
    if (before === 'alone' && !returning) return;
    isAlone = false;
    silentSince = null;
    // Others may be about to return from their shares: a gateway that begins waits for them likewise.
    const closedForMs = epoch === '' ? graceMs : closedMs;
    openAt = closedForMs > 0 ? clock.now() + closedForMs : -Infinity;
    if (before !== 'shared') onStanding('shared');
    if (before !== 'alone' && epoch === now) return;
    epoch = now;
    era += 1;
    for (const tellLeases of members) tellLeases();
  }

  function unheard(since: number): void {
    silentSince ??= since;
  }

  async function ask(message: Message | null): Promise<Reply | null> {
    const askedAt = clock.now();
    const returning = message === null && standing() === 'alone';
    const head = [`${graceMs}`, returning ? '1' : '0', message?.take ?? ''];
    const keys = message ? [stateKey, keyOf(message.budget)] : [stateKey];
    const rest = message ? argumentsOf(message, longestLeaseMs) : [];
    const answer = replyShape.safeParse(
      await redis.run(keys, [...head, ...rest]).catch(() => null),
    );
    if (!answer.success) {
      unheard(askedAt);
      return null;
    }
    const [now, closedMs, given = 0, ...freeInMs] = answer.data;
    heard({ epoch: now, closedMs }, returning);
    return { given: given === 1, freeInMs };
  }

  async function inTime(reply: Promise<Reply | null>): Promise<Reply | null> {
    const askedAt = clock.now();
    let cancel: Cancel = () => {};
    const late = new Promise<null>((resolve) => {
      // A process that was busy for so long first reads what has come meanwhile.
      cancel = clock.after(patienceMs, () => setImmediate(() => resolve(null)));
    });
    const first = await Promise.race([reply.then((value) => ({ value })), late]);
    cancel();
    if (first === null) unheard(askedAt);
    return first && clock.now() - askedAt <= mostStaleMs ? first.value : null;
  }

  function beat(): void {
    void inTime(ask(null));
    if (standing() === 'shared') for (const tellLeases of members) tellLeases();
    const lastSign = Math.max(silentSince ?? Infinity, connectedAt);
    if (clock.now() - lastSign >= deafMs) {
      connectedAt = clock.now();
      redis.reconnect();
    }
    cancelBeat = clock.after(beatMs, beat);
  }

  beat();
  return {
    standing,
    closedForMs: () => Math.max(0, openAt - clock.now()),
    era: () => era,
    tell: ask,
    inTime,
    join: (tellLeases) => void members.push(tellLeases),
    longestLeaseMs,
    close() {
      cancelBeat();
      redis.close();
    },
  };
}

interface State {
  readonly epoch: string;
  readonly closedMs: number;
}

/** What the script replies: the state and, of a budget, whether a lease is given and when each is free. */
const replyShape = z.tuple([z.string(), z.number(), z.number().optional()]).rest(z.number());

function argumentsOf({ calls, windowMs, leases }: Message, longestLeaseMs: number) {
  const told = [...leases].flatMap(([id, freeInMs]) => [id, `${Math.ceil(freeInMs)}`]);
  return [`${calls}`, `${windowMs}`, `${longestLeaseMs}`, ...told];
}
