import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GatewayError } from '../../src/errors/gateway-error.ts';
import { createWatches, type Subscriber } from '../../src/live/watches.ts';
import type { Look } from '../../src/live/watch.ts';
import { createManualClock } from '../support/manual-clock.ts';

const caller = (id: string) => ({ id, accountIds: null, weight: 1, mayExplore: true });
const callers = ['one', 'two'].map(caller);
const most = 4;

type Step =
  | { readonly do: 'join'; readonly who: number; readonly what: number; readonly reads: boolean }
  | { readonly do: 'leave'; readonly which: number }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'forget' | 'recheck' };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant('join' as const),
    who: fc.nat(1),
    what: fc.nat(2),
    reads: fc.boolean(),
  }),
  fc.record({ do: fc.constant('leave' as const), which: fc.nat(7) }),
  fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(0, 1, 100, 250, 999, 3_000) }),
  fc.record({ do: fc.constantFrom('forget' as const, 'recheck' as const) }),
);

/** What is looked at: the latest look of each selection that is done, and those under way. */
function createWorld(looksMs: readonly number[]) {
  const clock = createManualClock();
  const now = { underWay: new Map<Look<string>, number>(), version: 0, looks: 0, most: 0 };
  const watches = createWatches<string>({
    clock,
    most,
    isSame: (one, other) => one === other,
    refused: () => 'refused',
  });
  const lookAt = (what: number): Look<string> => {
    const look: Look<string> = async () => {
      const underWay = (now.underWay.get(look) ?? 0) + 1;
      now.underWay.set(look, underWay);
      now.most = Math.max(now.most, underWay);
      const { version } = now;
      const tookMs = looksMs[(now.looks += 1) % looksMs.length] ?? 0;
      if (tookMs > 0) await new Promise<void>((resolve) => clock.after(tookMs, resolve));
      now.underWay.set(look, underWay - 1);
      return {
        answer: `${what} of ${version}`,
        watched: { accountId: 'main', everyMs: 250 * 4 ** what },
      };
    };
    return look;
  };
  return { clock, watches, lookAt, now };
}

/** One who subscribes, and what it was given. */
function createReader(world: ReturnType<typeof createWorld>, who: number, what: number) {
  const of = callers[who] ?? caller('one');
  const own = {
    who,
    what,
    ends: [] as string[],
    given: [] as string[],
    joinedAt: world.now.version,
  };
  const identify: Subscriber['identify'] =
    who === 0 ? () => of : () => async () => Promise.reject(new Error('no keys'));
  const stream = world.watches.subscribe({ id: String(what), fields: 10 }, world.lookAt(what), {
    caller: of,
    identify,
    onEnd: (by) => void own.ends.push(by),
  });
  return {
    ...own,
    leave: async () => stream.return?.(),
    async read() {
      for await (const answer of stream) own.given.push(answer);
    },
  };
}

test('whoever joins, leaves and waits when: looks one at a time, everybody has the latest in the end, and nothing is left', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 1, maxLength: 60, size: 'max' }),
      fc.array(fc.constantFrom(0, 1, 260, 2_000), { minLength: 1, maxLength: 5 }),
      async (steps, looksMs) => {
        const world = createWorld(looksMs);
        const { clock, watches, now } = world;
        const open: ReturnType<typeof createReader>[] = [];
        const readers = new Set<unknown>();
        const all: ReturnType<typeof createReader>[] = [];
        for (const one of steps) {
          if (one.do === 'join') {
            try {
              const reader = createReader(world, one.who, one.what);
              open.push(reader);
              all.push(reader);
              if (one.reads) readers.add(reader.read);
              if (one.reads) void reader.read();
            } catch (error) {
              expect(error).toBeInstanceOf(GatewayError);
              expect(open.filter(({ who }) => who === one.who)).toHaveLength(most);
            }
          } else if (one.do === 'leave') {
            const [reader] = open.splice(one.which, 1);
            void reader?.leave();
          } else if (one.do === 'wait') await clock.advance(one.ms);
          else if (one.do === 'recheck') watches.recheck();
          else {
            now.version += 1;
            watches.forget();
          }
        }
        await clock.advance(30_000);
        expect(now.most).toBeLessThanOrEqual(1);
        for (const { given, what, ends, joinedAt, read } of open) {
          expect(ends).toEqual([]);
          if (readers.has(read)) expect(given.at(-1)).toBe(`${what} of ${now.version}`);
          for (const answer of given) {
            expect(Number(answer.split(' ').at(-1))).toBeGreaterThanOrEqual(joinedAt);
          }
          expect(new Set(given).size).toBe(given.length);
        }
        for (const reader of open) void reader.leave();
        await clock.advance(5_000);
        for (const { ends } of all) expect(ends).toEqual(['client']);
        const { looks } = now;
        await clock.advance(120_000);
        expect(now.looks).toBe(looks);
        // Nothing is due any more.
        await expect(clock.run(new Promise(() => {}))).rejects.toThrow('Nothing is due');
      },
    ),
    { seed: 20_261_201, numRuns: 1_000 },
  );
});
