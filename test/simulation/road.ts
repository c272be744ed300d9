import type { SimulatedExchange } from '../../src/simulator/exchange.ts';
import type { Draw } from '../bench/draws.ts';
import type { Checks } from './checks.ts';
import { latestAfterDeathMs, latestArrivalMs, type Road } from './conditions.ts';
import type { SimulatedProcess, WorldClock } from './world-clock.ts';

export interface RoadParts {
  readonly world: WorldClock;
  readonly exchange: SimulatedExchange;
  readonly checks: Checks;
  readonly draw: Draw;
  /** What the way is like at present. */
  readonly road: () => Road;
}

/** The way of one process to the exchange and back, as a fetch. */
export function createRoad(
  process: SimulatedProcess,
  { world, exchange, checks, draw, road }: RoadParts,
): typeof globalThis.fetch {
  /** Nobody else may hold a request that waits for nothing but its time-out, and without it the signal is collected. */
  const underWay = new Set<Request>();
  const between = ([min, max]: Road['out']) => min + draw() * (max - min);

  return (input, init) => {
    const request = new Request(input, init);
    const { promise, resolve, reject } = Promise.withResolvers<Response>();
    const { signal } = request;
    underWay.add(request);
    const settled = promise.finally(() => underWay.delete(request));
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    const { out, back, lostCalls, lostAnswers, refused, heldUp } = road();
    const fail = () => process.deliver(() => reject(new TypeError('fetch failed')));
    if (process.isDead()) return settled;
    if (draw() < refused) {
      world.after(between(out), fail);
      return settled;
    }
    if (draw() < lostCalls) return settled;

    async function arrive(): Promise<void> {
      if (process.deadForMs() > latestAfterDeathMs) return;
      const { pathname, search } = new URL(request.url);
      const answered = exchange.handle({
        method: request.method,
        target: pathname + search,
        headers: Object.fromEntries(request.headers),
      });
      const call = exchange.calls.at(-1);
      if (call) checks.arrived(call);
      // What is lost is known of late, by nobody but the one who waits.
      const isLost = draw() < lostAnswers;
      const backMs = between(back);
      try {
        const { status, headers, body } = await answered;
        if (isLost) return;
        world.after(backMs, () =>
          process.deliver(() => resolve(new Response(body, { status, headers }))),
        );
      } catch {
        world.after(backMs, fail);
      }
    }

    const outMs = draw() < heldUp ? draw() * latestArrivalMs : between(out);
    world.after(Math.min(outMs, latestArrivalMs), () => void arrive());
    return settled;
  };
}
