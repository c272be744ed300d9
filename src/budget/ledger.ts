import { randomUUID } from 'node:crypto';
import type { RateLimit } from '../endpoints/declare.ts';
import type { Cancel, Clock } from '../time/clock.ts';
import { type Budget, createBudget } from './budget.ts';
import {
  aloneAfterMs,
  createMember,
  maxStaleMs,
  type MemberParts,
  restMs,
  type Standing,
} from './member.ts';
import { argumentsOf, type Message, readReply, type Reply } from './message.ts';
import type { Redis } from './redis.ts';

/** The record of leases that gateways keep in Redis together, as one of them knows it. */
export interface Ledger {
  standing(): Standing;
  /** Whether there is nothing to go by, and no telling when there will be. */
  isAtALoss(): boolean;
  /** Milliseconds for which there will be a part to go by, if Redis is not heard any more. */
  partForMs(): number;
  /** Milliseconds for which no lease is given, because there may be some that Redis does not know. */
  closedForMs(): number;
  /** Tells Redis; null when it has not answered within 500 ms. A lease that comes later is given back. */
  tell(message: Message): Promise<Reply | null>;
  /** The own part of a limit, to go by while alone. */
  ownPart(limit: RateLimit): Budget;
  /** Gives up the seat, so that others need not withhold its part. */
  close(): Promise<void>;
}

export interface LedgerParts extends MemberParts {
  readonly redis: Redis;
  readonly clock: Clock;
  /**
   * A lease that nobody ends lasts for so long, as that of a gateway that stands still: its call is not given up, and may
   * come as late as one that was.
   */
  readonly unendedMs: number;
  /** Gateways that may go by their parts at the same time. */
  readonly replicas: number;
  /** Told each change: sharing, going by the own part, or making no calls. */
  readonly onStanding: (standing: Standing) => void;
}

/** Redis is asked whether it is there this often. */
const beatMs = 250;
/** How far the clocks of two machines may run apart. */
const clockDrift = 0.01;
/** A connection on which nothing was heard for so long is replaced. */
const deafMs = 2_000;

const keyOf = (name: string) => `{okx-account-gateway}:${name}`;
const recordKeys = [keyOf('state'), keyOf('seats')];

export function createLedger(parts: LedgerParts): Ledger {
  const { redis, clock, replicas, onStanding, maxLeaseMs, unendedMs, seatMs } = parts;
  const id = randomUUID();
  const member = createMember(parts);
  /** Own parts that may have leases out: of ten thousand accounts, only some were asked for while alone. */
  const partsInUse = new Set<Budget>();
  let connectedAt = clock.now();
  let sharedAt = clock.now();
  let announced: Standing | null = null;
  let isClosed = false;
  let cancelBeat: Cancel = () => {};

  function hasOwnLeases(): boolean {
    for (const part of partsInUse) if (part.inUse() === 0) partsInUse.delete(part);
    return partsInUse.size > 0;
  }

  function announce(standing: Standing): void {
    if (announced !== standing) onStanding(standing);
    announced = standing;
  }

  async function run(message?: Message, isLeaving = false): Promise<Reply | null> {
    const askedAt = clock.now();
    const { seat, known, sinceKnownMs, mayBeSeated } = member.tells(hasOwnLeases());
    const withheldMs = seatMs * (1 + clockDrift) + unendedMs;
    const self = [id, replicas, isLeaving ? 'leaves' : seat];
    const { era, wall, openAt } = known ?? { era: 0, wall: 0, openAt: 0 };
    const told = [era, wall, mayBeSeated ? openAt : 0, sinceKnownMs];
    const head = [maxLeaseMs, withheldMs, restMs, ...self, ...told];
    const ofBudget = message
      ? ['leases', 'waiting', 'turns'].map((of) => keyOf(`${of}:${message.budget}`))
      : [];
    try {
      const answer = await redis.run(
        [...recordKeys, ...ofBudget],
        [...head.map(String), ...argumentsOf(message, unendedMs)],
      );
      const reply = readReply(answer, message?.charges?.length ?? 0);
      if (reply) member.hear(reply, askedAt);
      return reply;
    } catch {
      return null;
    }
  }

  /** Asks, and waits for as long as a call may wait. */
  async function ask(message?: Message): Promise<Reply | null> {
    if (isClosed) return null;
    const askedAt = clock.now();
    const answer = run(message);
    const reply = await inTime(answer);
    if (member.standing() === 'shared') announce('shared');
    if (reply && clock.now() - askedAt <= maxStaleMs) return reply;
    if (message?.take !== undefined) void giveBackWhenGiven(message, message.take, answer);
    return null;
  }

  async function giveBackWhenGiven(
    { budget, calls, windowMs }: Message,
    lease: string,
    answer: Promise<Reply | null>,
  ): Promise<void> {
    if (!(await answer)?.given) return;
    await ask({ budget, calls, windowMs, ended: { id: lease, freeInMs: 0 } });
  }

  /** What comes within the time that a call may wait; null when nothing does. */
  async function inTime(answer: Promise<Reply | null>): Promise<Reply | null> {
    const { promise: tooLate, resolve } = Promise.withResolvers<null>();
    const cancel = clock.after(maxStaleMs, () => resolve(null));
    const first = await Promise.race([answer, tooLate]);
    cancel();
    return first;
  }

  function beat(): void {
    cancelBeat = clock.after(beatMs, beat);
    const standing = member.standing();
    if (standing === 'shared') sharedAt = clock.now();
    // It may be for a moment only.
    const isSilentForLong = clock.now() - sharedAt > aloneAfterMs(maxLeaseMs) + beatMs;
    if (standing !== 'silent' || isSilentForLong) announce(standing);
    if (Math.min(member.silentMs(), clock.now() - connectedAt) >= deafMs) {
      connectedAt = clock.now();
      redis.reconnect();
    }
    void ask();
  }

  beat();
  return {
    standing: member.standing,
    isAtALoss: member.isAtALoss,
    partForMs: member.partForMs,
    closedForMs: member.closedForMs,
    tell: ask,
    ownPart({ calls, windowMs }) {
      const part = createBudget({ calls: Math.floor(calls / replicas), windowMs }, clock);
      const take: Budget['take'] = (charges, kept) => {
        partsInUse.add(part);
        return part.take(charges, kept);
      };
      return { ...part, take };
    },
    async close() {
      cancelBeat();
      isClosed = true;
      // Who cannot tell by then that it leaves, or has leases of its part out, has its seat run out.
      if (!hasOwnLeases()) await inTime(run(undefined, true));
      redis.close();
    },
  };
}
