import { randomUUID } from 'node:crypto';
import type { RateLimit } from '../endpoints/declare.ts';
import type { Clock } from '../time/clock.ts';
import { type Budget, createBudget, type Lease, waitUntilFree } from './budget.ts';
import type { Ledger, Reply } from './ledger.ts';

/** While Redis is silent, whoever wants a lease looks again this often. */
const lookAgainMs = 100;
const never = -1;

export interface SharedBudgetParts {
  readonly ledger: Ledger;
  readonly clock: Clock;
  /** Gateways that have to make do with their parts of the limit while Redis does not answer. */
  readonly replicas: number;
}

/**
 * A budget that gateways share through Redis.
 *
 * @param name the same in all gateways, and different for each budget
 */
export function createSharedBudget(
  name: string,
  limit: RateLimit,
  { ledger, clock, replicas }: SharedBudgetParts,
): Budget {
  const share = Math.max(1, Math.floor(limit.calls / replicas));
  const alone = createBudget({ ...limit, calls: share }, clock);
  /** When the leases that this gateway holds are free; Infinity while their calls are under way. */
  const held = new Map<string, number>();
  const gateway = randomUUID();
  let count = 0;
  /** When the leases of all gateways are free, in order, as Redis said last. */
  let freeAt: readonly number[] = [];
  /** When Redis was told the leases held. What could not be told since is told with the next message. */
  let toldInEra = never;

  function leasesHeld(): ReadonlyMap<string, number> {
    const now = clock.now();
    for (const [id, at] of held) if (at <= now) held.delete(id);
    return new Map(
      [...held].map(([id, at]) => [id, Math.min(at - now, ledger.longestLeaseMs)] as const),
    );
  }

  async function tell(changed: ReadonlyMap<string, number>, take?: string): Promise<Reply | null> {
    const era = ledger.era();
    const reply = await ledger.tell({
      ...limit,
      budget: name,
      leases: toldInEra === era ? changed : new Map([...leasesHeld(), ...changed]),
      ...(take !== undefined && { take }),
    });
    toldInEra = reply ? era : never;
    if (reply) freeAt = reply.freeInMs.map((ms) => clock.now() + ms);
    return reply;
  }

  ledger.join(() => {
    if (toldInEra !== ledger.era() && leasesHeld().size > 0) void tell(new Map());
  });

  function change(id: string, freeInMs: number): void {
    if (freeInMs > 0) held.set(id, clock.now() + freeInMs);
    else held.delete(id);
    if (ledger.standing() === 'shared') void tell(new Map([[id, freeInMs]]));
    else toldInEra = never;
  }

  /** @param ofShare the lease of the own share that it is, if any */
  function hold(id: string, ofShare?: Lease): Lease {
    held.set(id, Infinity);
    return {
      end() {
        if (held.get(id) !== Infinity) return;
        ofShare?.end();
        change(id, limit.windowMs);
      },
      giveBack() {
        if (held.get(id) !== Infinity) return;
        ofShare?.giveBack();
        change(id, 0);
      },
    };
  }

  async function giveBackWhenGiven(id: string, reply: Promise<Reply | null>): Promise<void> {
    const late = await reply;
    if (late?.given) change(id, 0);
  }

  async function takeOfAll(id: string): Promise<Lease | null> {
    const reply = tell(new Map(), id);
    const inTime = await ledger.inTime(reply);
    if (inTime) return inTime.given ? hold(id) : null;
    void giveBackWhenGiven(id, reply);
    return null;
  }

  /** What cannot be had counts as used, by whomever. */
  function inUse(): number {
    const standing = ledger.standing();
    if (standing === 'alone') return limit.calls - share + alone.inUse();
    if (standing === 'silent' || ledger.closedForMs() > 0) return limit.calls;
    const now = clock.now();
    return Math.min(limit.calls, freeAt.filter((at) => at > now).length);
  }

  return {
    limit,
    inUse,
    async take() {
      const id = `${gateway}/${count++}`;
      const standing = ledger.standing();
      if (standing === 'alone') {
        const lease = await alone.take();
        return lease && hold(id, lease);
      }
      return standing === 'shared' && ledger.closedForMs() === 0 ? takeOfAll(id) : null;
    },
    waitFor(calls) {
      const standing = ledger.standing();
      if (standing === 'alone') return alone.waitFor(calls);
      if (standing === 'silent') return lookAgainMs;
      const now = clock.now();
      const ahead = freeAt.filter((at) => at > now);
      const waitMs = waitUntilFree(
        limit,
        calls,
        ahead.map((at) => at - now),
      );
      return Math.max(ledger.closedForMs(), waitMs);
    },
  };
}
