import type { SimulatedExchange } from '../../src/simulator/exchange.ts';
import { instruments } from '../../src/simulator/instruments.ts';
import { type Draw, drawIndex, drawOne, drawSome } from '../bench/draws.ts';
import { drawFault, drawRoad, fairRoad, type Road } from './conditions.ts';
import type { WorldClock } from './world-clock.ts';

/** What is wrong with the exchange and the way to it at present. */
export interface Weather {
  readonly road: () => Road;
  /** Whether the exchange answers, or did a short while ago, what is not so. */
  readonly isSpoiled: () => boolean;
  /** Draws what it is like for so many milliseconds; returns how many faults that are. */
  change(ms: number): number;
  /** Nothing is wrong until the next change. */
  clear(): void;
}

/** Answers are kept for no longer, those of requests that are under way included. */
const spoiledForMs = 15_000;
const mostFaults = 3;
const mostSlowMs = 5_000;
/** From 30 s on, the exchange refuses calls for the time that they name. */
const clockOffsets = [-90_000, -31_000, -5_000, 20_000, 35_000, 600_000];

export function createWeather(exchange: SimulatedExchange, world: WorldClock, draw: Draw): Weather {
  let road = fairRoad;
  let spoiledUntil = -Infinity;
  const removers = new Set<() => void>();

  function inject(ms: number): void {
    const { kind, spoils } = drawFault(draw);
    const lastsMs = draw() * ms;
    if (spoils) spoiledUntil = Math.max(spoiledUntil, world.now() + lastsMs + spoiledForMs);
    const isOfOne = draw() < 0.3;
    const accountId = drawOne(exchange.accounts, draw)?.id;
    const remove = exchange.inject({
      kind,
      share: draw() < 0.3 ? 1 : draw(),
      delayMs: draw() * mostSlowMs,
      keys: drawSome([...instruments.keys()], 1 + drawIndex(3, draw), draw),
      ...(isOfOne && accountId !== undefined && { accountId }),
    });
    removers.add(remove);
    world.after(lastsMs, () => {
      remove();
      removers.delete(remove);
    });
  }

  return {
    road: () => road,
    isSpoiled: () => world.now() < spoiledUntil,
    change(ms) {
      road = drawRoad(draw);
      if (draw() < 0.1) exchange.setClockOffset(drawOne(clockOffsets, draw) ?? 0);
      const faults = draw() < 0.5 ? 0 : 1 + drawIndex(mostFaults, draw);
      for (let fault = 0; fault < faults; fault += 1) inject(ms);
      return faults + (road === fairRoad ? 0 : 1);
    },
    clear() {
      road = fairRoad;
      exchange.setClockOffset(0);
      for (const remove of removers) remove();
      removers.clear();
    },
  };
}
