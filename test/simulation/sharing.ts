import type { BudgetOf } from '../../src/accounts/key-budgets.ts';
import { maxLeaseMs, unendedMs } from '../../src/accounts/share-budgets.ts';
import { type Draw, drawOne } from '../bench/draws.ts';
import { createRedisOnClock } from '../support/redis-on-clock.ts';
import type { Code } from './gateways.ts';
import { createLink, type Link } from './redis-link.ts';
import type { SimulatedProcess, WorldClock } from './world-clock.ts';

/** A quarter of what `src/accounts/share-budgets.ts` has, so that seats end often, and all of those that were lost within a calm. */
const seatMs = 30_000;

/** How long what is wrong with Redis or a way to it lasts at most. Unit: milliseconds. */
const longestTroubleMs = 20_000;
/** One-way delays in milliseconds. */
const slow = [
  [30, 40],
  [5, 300],
  [400, 900],
] as const;

/** What one gateway has of the budgets that it shares. */
export interface Share {
  readonly budgetOf: BudgetOf;
  /** Tells Redis that the gateway leaves. */
  close(): void;
}

/** A Redis that some gateways share, and their ways to it. */
export interface Sharing {
  join(process: SimulatedProcess): Share;
  /** Makes something go wrong for a while. */
  trouble(): void;
  /** Sets right what is wrong with the ways. */
  heal(): void;
}

export interface SharingParts {
  readonly code: Pick<Code, 'createLedger' | 'createSharedBudget'>;
  readonly world: WorldClock;
  readonly draw: Draw;
}

/** @param replicas gateways that run at the same time */
export function createSharing(replicas: number, { code, world, draw }: SharingParts): Sharing {
  const redis = createRedisOnClock(world.wallTime);
  const links = new Map<SimulatedProcess, Link>();
  let isUp = true;

  const living = () => [...links].flatMap(([process, link]) => (process.isDead() ? [] : [link]));

  /** Redis is gone for a while, and is back with what it knew or, now and then, without. */
  function restart(): void {
    if (!isUp) return;
    isUp = false;
    for (const link of living()) link.reconnect();
    world.after(draw() * longestTroubleMs, () => {
      isUp = true;
      redis.restart();
      // What is assumed: not all who know Redis are cut off from it when it forgets everything.
      const forgets = draw() < 0.5 && living().some(({ isCut }) => !isCut());
      if (forgets) redis.forget();
    });
  }

  return {
    join(process) {
      const { clock } = process;
      const answer = (keys: readonly string[], args: readonly string[]) => redis.answer(keys, args);
      const link = createLink(process, { world, draw, answer, isUp: () => isUp });
      for (const other of links.keys()) if (other.isDead()) links.delete(other);
      links.set(process, link);
      const ledger = code.createLedger({
        redis: link,
        clock,
        maxLeaseMs,
        unendedMs,
        seatMs,
        replicas,
        onStanding() {},
      });
      return {
        budgetOf: (name, limit) => code.createSharedBudget(name, limit, { ledger, clock }),
        close: () => void ledger.close(),
      };
    },
    trouble() {
      const link = drawOne(living(), draw);
      const ms = draw() * longestTroubleMs;
      const kind = draw();
      if (kind < 0.4) link?.cut(ms);
      else if (kind < 0.8) link?.slow(drawOne(slow, draw) ?? slow[0], ms);
      else restart();
    },
    heal() {
      for (const link of living()) link.heal();
    },
  };
}
