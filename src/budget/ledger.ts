import { z } from 'zod';
import type { Cancel, Clock } from '../time/clock.ts';
import type { Redis } from './redis.ts';

/**
 * What a gateway may go by. `shared`: the record in Redis. `silent`: nothing, while Redis does not answer
 * and leases of other gateways may be out. `alone`: its own part, when none of them can be any more.
 */
export type Standing = 'shared' | 'silent' | 'alone';

/** What a budget tells Redis. */
export interface Message {
  readonly budget: string;
  readonly calls: number;
  readonly windowMs: number;
  /** The id of a lease that is wanted. */
  readonly take?: string;
  /** A lease that ended, and in how many milliseconds it is free; 0 for one that was given back. */
  readonly ended?: { readonly id: string; readonly freeInMs: number };
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
  /** Milliseconds for which no lease is given, because there may be some that Redis does not know. */
  closedForMs(): number;
  /** Tells Redis; null when it has not answered within 50 ms. A lease that comes later is given back. */
  tell(message: Message): Promise<Reply | null>;
  close(): void;
}

export interface LedgerParts {
  readonly redis: Redis;
  readonly clock: Clock;
  /** A call and the window after it, at the longest, and `maxStaleMs`. */
  readonly maxLeaseMs: number;
  readonly onStanding: (standing: 'shared' | 'alone') => void;
}

/** Longest time in milliseconds for which a call waits for Redis. */
const patienceMs = 50;
/** A lease that was given longer ago may end too early by the time its call is sent. */
export const maxStaleMs = 250;
/** Redis is asked whether it is there this often. */
const beatMs = 250;
/** A gateway whose beats are further apart did not run meanwhile: it cannot tell for how long Redis was silent. */
const pausedMs = 1_000;
/** A gateway that begins takes no lease for so long. */
const joinMs = 1_000;
/** A Redis that heard no beat for so long was not there, or nobody was. */
const absentMs = 2_000;
/** A connection on which nothing was heard for so long is replaced. */
const deafMs = 2_000;

const stateKey = '{okx-account-gateway}:state';
const keyOf = (budget: string) => `{okx-account-gateway}:leases:${budget}`;

export function createLedger(parts: LedgerParts): Ledger {
  const { redis, clock, maxLeaseMs, onStanding } = parts;
  let silentSince: number | null = clock.now();
  let beatAt = clock.now();
  let connectedAt = clock.now();
  let isNew = true;
  let isAlone = false;
  /** Redis has not been told yet that leases of the own part may be out. */
  let owesReturn = false;
  let openAt = -Infinity;
  let told: Standing = 'silent';
  let cancelBeat: Cancel = () => {};

  const isPaused = () => clock.now() - beatAt > pausedMs;

  function announce(change: 'shared' | 'alone'): void {
    if (told !== change) onStanding(change);
    told = change;
  }

  function standing(): Standing {
    if (silentSince === null) return 'shared';
    if (isPaused()) return 'silent';
    if (!isAlone && clock.now() - silentSince >= maxLeaseMs) {
      isAlone = true;
      owesReturn = true;
      announce('alone');
    }
    return isAlone ? 'alone' : 'silent';
  }

  function heard(closedMs: number, returning: boolean): void {
    if (owesReturn && !returning) return;
    owesReturn = false;
    isAlone = false;
    silentSince = null;
    // Others may be about to return from their parts, which closes the record: one that begins waits for them.
    const closedForMs = isNew ? Math.max(closedMs, joinMs) : closedMs;
    isNew = false;
    openAt = Math.max(openAt, clock.now() + closedForMs);
    announce('shared');
  }

  /** Asks, and waits for as long as a call may wait. */
  async function ask(returning: boolean, message?: Message): Promise<Reply | null> {
    const askedAt = clock.now();
    const head = [maxLeaseMs, absentMs, returning ? 1 : 0].map(String);
    const keys = message ? [stateKey, keyOf(message.budget)] : [stateKey];
    const answer = redis
      .run(keys, message ? [...head, ...argumentsOf(message)] : head)
      .then(readReply, () => null);
    const first = await Promise.race([answer, after(patienceMs)]);
    if (first === null || first === 'late') silentSince ??= clock.now();
    else heard(first.closedMs, returning);
    if (first !== null && first !== 'late' && clock.now() - askedAt <= maxStaleMs) return first;
    if (message?.take !== undefined) void giveBackWhenGiven(message, message.take, answer);
    return null;
  }

  async function giveBackWhenGiven(
    { budget, calls, windowMs }: Message,
    id: string,
    answer: Promise<Reply | null>,
  ): Promise<void> {
    const late = await answer;
    if (late?.given) await ask(false, { budget, calls, windowMs, ended: { id, freeInMs: 0 } });
  }

  function after(ms: number): Promise<'late'> {
    return new Promise((resolve) => {
      // A process that was busy for so long first reads what has come meanwhile.
      clock.after(ms, () => setImmediate(() => resolve('late')));
    });
  }

  async function beat(): Promise<void> {
    cancelBeat = clock.after(beatMs, () => void beat());
    if (isPaused() && silentSince !== null) {
      silentSince = clock.now();
      isAlone = false;
    }
    beatAt = clock.now();
    if (silentSince !== null && beatAt - Math.max(silentSince, connectedAt) >= deafMs) {
      connectedAt = beatAt;
      redis.reconnect();
    }
    // Whoever returns closes the record to all, so not before Redis is known to answer in time.
    const reply = await ask(false);
    if (reply && owesReturn) await ask(true);
  }

  void beat();
  return {
    standing,
    closedForMs: () => Math.max(0, openAt - clock.now()),
    tell: (message) => ask(false, message),
    close() {
      cancelBeat();
      redis.close();
    },
  };
}

/** What the script replies: for how long the record is closed and, of a budget, whether a lease is given and when each is free. */
const replyShape = z.tuple([z.number(), z.number().optional()]).rest(z.number());

function readReply(answer: unknown): (Reply & { readonly closedMs: number }) | null {
  const reply = replyShape.safeParse(answer);
  if (!reply.success) return null;
  const [closedMs, given = 0, ...freeInMs] = reply.data;
  return { closedMs, given: given === 1, freeInMs };
}

function argumentsOf({ calls, windowMs, take = '', ended }: Message): readonly string[] {
  const { id, freeInMs } = ended ?? { id: '', freeInMs: 0 };
  return [`${calls}`, `${windowMs}`, take, id, `${freeInMs}`];
}
