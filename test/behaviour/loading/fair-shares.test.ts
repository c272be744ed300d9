import { describe, expect, test } from 'vitest';
import {
  alone,
  askAtOnce,
  honest,
  type Load,
  percentile,
  warmMs,
  wild,
} from '../../support/callers-at-once.ts';
import { busiestWindow } from '../../support/windows.ts';

const forMs = 60_000;

const nineWho = (perSecond: number): readonly Load[] =>
  Array.from({ length: 9 }, (_, index) => ({
    name: `honest${index}`,
    perSecond,
    question: honest,
  }));

describe('nine callers beside one who asks a hundred times as much, for bad instruments, prices of its own and very many', () => {
  test.each([
    ['half of the limit', 0.5, 1, 'by chance'],
    ['half of the limit, over three gateways', 0.5, 3, 'by chance'],
    // Alone, two of them in a row never meet at one gateway.
    ['half of the limit, over three gateways by turns', 0.5, 3, 'by turns'],
    ['a quarter of the limit, over three gateways', 0.25, 3, 'by chance'],
  ] as const)(
    'are all answered, as soon as if it were not there: they want %s',
    async (_where, perSecond, gateways, route) => {
      const nine = nineWho(perSecond);
      const tenth: Load = { name: 'wild', perSecond: 100 * perSecond, question: wild };
      const without = await askAtOnce(nine, forMs, gateways, route);
      const beside = await askAtOnce([...nine, tenth], forMs, gateways, route);

      const [before, after] = [without, beside].map(({ fates }) => {
        const fatesOfNine = nine.map(({ name }) => fates.get(name));
        return {
          refused: fatesOfNine.reduce((sum, fate) => sum + (fate?.refused ?? 0), 0),
          p99: percentile(
            fatesOfNine.flatMap((fate) => fate?.tookMs ?? []),
            0.99,
          ),
        };
      });
      expect([before?.refused, after?.refused]).toEqual([0, 0]);
      expect((after?.p99 ?? Infinity) / (before?.p99 ?? 0)).toBeLessThanOrEqual(1.3);
      expect(busiestWindow(beside.calls, 'max-avail-size', 2_000)).toBeLessThanOrEqual(20);
    },
  );

  test.each([
    ['', 1],
    [', over three gateways', 3],
  ])('leave its part to it%s', async (_where, gateways) => {
    const tenth: Load = { name: 'tenth', perSecond: 50, question: alone(7) };
    const { warmCalls } = await askAtOnce([...nineWho(0.5), tenth], forMs, gateways);
    const ofItsOwn = warmCalls.filter(({ target }) => target.includes('px='));
    // A tenth of ten calls a second, but for the time that its calls take.
    expect(ofItsOwn.length).toBeGreaterThanOrEqual((0.95 * (forMs - warmMs)) / 1_000);
  });
});

describe('callers who all want more than there is', () => {
  const greedy = (name: string, mark: number, weight: number, perSecond: number): Load => ({
    name,
    weight,
    perSecond,
    question: alone(mark),
  });

  test.each([
    ['alike', [1, 1], 1, 30],
    ['by their weights', [1, 3], 1, 30],
    ['by their weights, of many', [1, 1, 2, 4], 1, 30],
    ['by their weights, over three gateways', [1, 3], 3, 30],
    ['by their weights, over three gateways, each asked less', [1, 3], 3, 20],
    ['by their weights, of many, over three gateways', [1, 2, 4], 3, 20],
  ])('have calls %s, and leave none unused', async (_claim, weights, gateways, perSecond) => {
    const loads = weights.map((weight, index) =>
      greedy(`caller${index}`, index + 1, weight, perSecond),
    );
    const { warmCalls: calls } = await askAtOnce(loads, forMs, gateways);
    const total = weights.reduce((sum, weight) => sum + weight);
    for (const [index, weight] of weights.entries()) {
      const own = calls.filter(({ target }) => target.includes(`px=${index + 1}.`));
      const part = own.length / calls.length / (weight / total);
      expect(part).toBeGreaterThan(0.9);
      expect(part).toBeLessThan(1.1);
    }
    // Each lease comes back 2 s after its answer, which takes 25 ms.
    expect(calls.length / ((forMs - warmMs) / 1_000)).toBeGreaterThan(9.5);
  });
});
