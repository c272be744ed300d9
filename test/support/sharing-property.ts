import fc from 'fast-check';
import { mostArrivals } from './most-arrivals.ts';
import { createSharingWorld, seatMs, type Sharing, type Way, windowMs } from './sharing-world.ts';

/** What happens to gateways and their Redis. A gateway is meant by its place. */
type Stroke =
  | { readonly act: 'way'; readonly place: number; readonly way: Way; readonly delayMs: number }
  | { readonly act: 'stop' | 'go on' | 'kill' | 'end' | 'start'; readonly place: number }
  | { readonly act: 'hang' | 'resume' | 'none' }
  | { readonly act: 'restart Redis' | 'flush Redis' }
  | { readonly act: 'set clock'; readonly ms: number };

const place = fc.nat(2);
const stroke: fc.Arbitrary<Stroke> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      act: fc.constant('way'),
      place,
      way: fc.constantFrom('open', 'lost', 'held up'),
      delayMs: fc.constantFrom(0, 0, 35, 150, 400),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      act: fc.constantFrom('stop', 'go on', 'kill', 'end', 'start', 'start'),
      place,
    }),
  },
  { weight: 2, arbitrary: fc.record({ act: fc.constantFrom('hang', 'resume', 'none') }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constantFrom('restart Redis', 'flush Redis') }) },
  {
    weight: 1,
    // A smaller step forward passes for time that has gone by: see docs/design.md.
    arbitrary: fc.record({
      act: fc.constant('set clock'),
      ms: fc.constantFrom(-3_600_000, -2_000, -400, 1_000, 5_000, 3_600_000),
    }),
  },
);

const schedule = fc.record({
  replicas: fc.integer({ min: 2, max: 3 }),
  calls: fc.integer({ min: 3, max: 6 }),
  everyMs: fc.constantFrom(60, 150),
  seed: fc.nat(),
  strokes: fc.array(
    fc.record({
      stroke,
      thenMs: fc.oneof(fc.nat(800), fc.nat(800), fc.constantFrom(3_000, seatMs)),
    }),
    { maxLength: 10, size: 'max' },
  ),
});

/** Holds for gateways that together never make too many calls, whatever becomes of them and of Redis. */
export function neverOver(sharing: Sharing) {
  return fc.asyncProperty(schedule, async ({ strokes, ...options }) => {
    const world = createSharingWorld(sharing, options);
    const places: number[] = [];
    const startAt = (at: number) => {
      places[at] = world.gateways.length;
      world.start();
    };
    for (let at = 0; at < options.replicas; at += 1) startAt(at);
    await world.wait(2_500);

    const gone = new Set<number>();
    let hasForgotten = false;
    for (const { stroke: one, thenMs } of strokes) {
      if ('place' in one) {
        const at = one.place % options.replicas;
        const index = places[at] ?? 0;
        const gateway = world.gateways[index];
        if (one.act === 'way') gateway?.way.become(one.way, one.delayMs);
        else if (one.act === 'stop') gateway?.process.stop();
        else if (one.act === 'go on') gateway?.process.goOn();
        else if (one.act === 'start') {
          // One more than there are places runs while one is replaced.
          if (world.gateways.length - gone.size <= options.replicas) startAt(at);
        } else {
          gone.add(index);
          if (one.act === 'kill') gateway?.process.kill();
          else gateway?.end();
        }
      } else if (one.act === 'hang') world.hang();
      else if (one.act === 'resume') await world.resume();
      else if (one.act === 'restart Redis') {
        world.restartRedis();
        // What is assumed: while Redis gives no lease for having forgotten, no gateway begins that is one too many.
        if (hasForgotten) await world.wait(1_500);
      }
      // What is assumed: not all who know Redis are cut off from it when it forgets everything.
      else if (one.act === 'flush Redis' && world.hasWitness()) {
        world.flushRedis();
        hasForgotten = true;
        await world.wait(1_500);
      }
      // Likewise: a step back that makes up for a time in which nobody asked cannot be told from no time at all.
      else if (one.act === 'set clock' && world.hasWitness()) {
        world.setClock(one.ms);
        // Nor two steps at once from a smaller one.
        await world.wait(1_000);
      }
      await world.wait(thenMs);
    }
    const most = mostArrivals(world.calls, windowMs);
    if (most > options.calls)
      throw new Error(`over the limit: ${most} calls, not ${options.calls}`);
  });
}
