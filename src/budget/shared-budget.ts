import { randomUUID } from 'node:crypto';
import type { RateLimit } from '../endpoints/declare.ts';
import type { Clock } from '../time/clock.ts';
import { type Budget, type Lease, maxLateMs, waitUntilFree } from './budget.ts';
import type { Ledger } from './ledger.ts';
import { type Message, nameLease, type Reply } from './message.ts';
import { type Charge, Turns } from './turns.ts';

/** While Redis is silent, whoever wants a lease looks again this often. */
const lookAgainMs = 100;
/** And when nobody can tell whether it comes back: longer than anybody should wait. */
const atALossMs = 5_000;

/** More of them are not looked after one by one: each lease is told of to all gateways with each answer. */
const mostTakers = 100;

export interface SharedBudgetParts {
  readonly ledger: Ledger;
  readonly clock: Clock;
}

/**
 * A budget that gateways share through Redis.
 *
 * @param name the same in all gateways, and different for each budget
 */
export function createSharedBudget(
  name: string,
  limit: RateLimit,
  { ledger, clock }: SharedBudgetParts,
): Budget {
  const alone = ledger.ownPart(limit);
  const turns = new Turns();
  const gateway = randomUUID();
  let count = 0;
  /** The leases of all gateways, in the order in which they are free, as Redis said last. */
  let leases: readonly { readonly freeAt: number; readonly charges: readonly Charge[] }[] = [];
  let inUse: readonly (readonly Charge[])[] | null = null;
  /** Calls that are withheld for others, likewise. */
  let withheld = 0;
  /** A Redis that cannot be reached refuses at once: asked again at once, it would be asked all the time. */
  let lookAgainAt = -Infinity;

  async function tell(
    news: Pick<Message, 'take' | 'kept' | 'charges' | 'ended'>,
  ): Promise<Reply | null> {
    const reply = await ledger.tell({ ...limit, budget: name, ...news });
    const isAny = reply && reply.withheld < limit.calls;
    lookAgainAt = isAny ? -Infinity : clock.now() + lookAgainMs;
    if (!reply) return null;
    leases = reply.leases.map(({ freeInMs, charges }) => ({
      freeAt: clock.now() + freeInMs,
      charges,
    }));
    inUse = null;
    ({ withheld } = reply);
    const finished = (news.charges ?? []).map(({ taker, part, weight }, index) => {
      const finish = reply.finishTags[index] ?? 0;
      // The call itself is spent when it is made.
      return [taker, reply.given ? finish - part / weight : finish] as const;
    });
    turns.learn(reply.virtualTime, new Map(finished));
    return reply;
  }

  async function takeShared(all: readonly Charge[], kept: number): Promise<Lease | null> {
    const charges = largestOf(all);
    const id = nameLease(`${gateway}/${count++}`, charges);
    const reply = await tell({ take: id, kept, charges });
    if (!reply?.given) return null;
    let ended = false;
    function finish(freeInMs: number): void {
      // What Redis cannot be told it knows by itself, a while later.
      if (!ended && ledger.standing() === 'shared') void tell({ ended: { id, freeInMs } });
      ended = true;
    }
    return {
      end: () => finish(limit.windowMs),
      giveUp: () => finish(limit.windowMs + maxLateMs),
      giveBack: () => finish(0),
    };
  }

  function leasesFreeInMs(): readonly number[] {
    const now = clock.now();
    return leases.flatMap(({ freeAt }) => (freeAt > now ? freeAt - now : []));
  }

  return {
    limit,
    turns,
    /** What cannot be had counts as used, by whomever. */
    inUse() {
      const standing = ledger.standing();
      if (standing === 'alone') return limit.calls - alone.limit.calls + alone.inUse();
      if (standing === 'silent' || ledger.closedForMs() > 0) return limit.calls;
      return Math.min(limit.calls, leasesFreeInMs().length + withheld);
    },
    charges() {
      if (ledger.standing() === 'alone') return alone.charges();
      const now = clock.now();
      if (leases.some(({ freeAt }) => freeAt <= now)) {
        leases = leases.filter(({ freeAt }) => freeAt > now);
        inUse = null;
      }
      return (inUse ??= leases.map(({ charges }) => charges));
    },
    async refresh(takers) {
      if (ledger.standing() !== 'shared') return;
      const charges = [...takers]
        .slice(0, mostTakers)
        .map((taker) => ({ taker, part: 0, weight: 1 }));
      await tell({ charges });
    },
    async take(charges = [], kept = 0) {
      const standing = ledger.standing();
      if (standing === 'alone') return alone.take(charges, kept);
      return standing === 'shared' && ledger.closedForMs() === 0 ? takeShared(charges, kept) : null;
    },
    waitFor(calls) {
      const standing = ledger.standing();
      if (standing === 'alone' && alone.limit.calls > 0) return alone.waitFor(calls);
      const left = { ...limit, calls: limit.calls - withheld };
      // Nobody can tell when there is something to be had again, but the limit holds all the same.
      if (standing !== 'shared') {
        return (ledger.isAtALoss() ? atALossMs : lookAgainMs) + waitUntilFree(limit, calls, []);
      }
      const untilLookMs = Math.max(lookAgainAt - clock.now(), ledger.closedForMs());
      // Where everything was withheld, only asking again tells when it is no more.
      if (left.calls === 0) return Math.max(0, untilLookMs) + waitUntilFree(limit, calls, []);
      return Math.max(untilLookMs, waitUntilFree(left, calls, leasesFreeInMs()));
    },
  };
}

/** What the others have of a call that so many share is next to nothing. */
function largestOf(charges: readonly Charge[]): readonly Charge[] {
  if (charges.length <= mostTakers) return charges;
  return charges.toSorted((one, other) => other.part - one.part).slice(0, mostTakers);
}
