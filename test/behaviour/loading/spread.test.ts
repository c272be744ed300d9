import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Spread, spreadOverTurns } from '../../../src/loading/spread.ts';

/** Notes what begins, by the turn of the event loop in which it does. */
function watchTurns() {
  const turns: string[][] = [[]];
  const waiting = new Set<string>();
  return {
    turns,
    ask({ turnOf }: Spread, thing: string): void {
      waiting.add(thing);
      const turn = turnOf(thing);
      const begin = () => {
        waiting.delete(thing);
        turns.at(-1)?.push(thing);
      };
      if (turn) void turn.then(begin);
      else begin();
    },
    async toEnd(): Promise<void> {
      while (waiting.size > 0) {
        turns.push([]);
        await nextTurn();
      }
    },
  };
}

const things = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${prefix}${index}`);

describe('what begins in a turn of the event loop', () => {
  test('the first things of a request begin at once, whoever waits', async () => {
    const spreadOf = spreadOverTurns(2);
    const { turns, ask, toEnd } = watchTurns();
    const large = spreadOf('one');
    for (const thing of things('large', 9)) ask(large, thing);
    const small = spreadOf('one');
    for (const thing of things('small', 2)) ask(small, thing);
    expect(turns).toEqual([['large0', 'large1', 'small0', 'small1']]);
    await toEnd();
    expect(turns.flat()).toHaveLength(11);
  });

  test('of one taker that begins first which it asked for first', async () => {
    const spreadOf = spreadOverTurns(2);
    const { turns, ask, toEnd } = watchTurns();
    const requests = ['first', 'second'].map((name) => ({ name, spread: spreadOf('one') }));
    for (const { name, spread } of requests)
      for (const thing of things(name, 5)) ask(spread, thing);
    await toEnd();
    expect(turns.slice(1).flat()).toEqual([
      'first2',
      'first3',
      'first4',
      'second2',
      'second3',
      'second4',
    ]);
  });

  test('takers get theirs one after the other, however much one of them waits for', async () => {
    const spreadOf = spreadOverTurns(2);
    const { turns, ask, toEnd } = watchTurns();
    const [one, other] = [spreadOf('one'), spreadOf('other')];
    for (const thing of things('one', 40)) ask(one, thing);
    for (const thing of things('other', 4)) ask(other, thing);
    await toEnd();
    expect(turns.slice(1, 3)).toEqual([
      ['one2', 'other2'],
      ['one3', 'other3'],
    ]);
  });

  test('what belongs to one thing has one turn', async () => {
    const { turnOf } = spreadOverTurns(1)('one');
    expect(turnOf('a')).toBeUndefined();
    const turn = turnOf('b');
    expect(turn).toBeInstanceOf(Promise);
    expect(turnOf('b')).toBe(turn);
    expect(turnOf('a')).toBeUndefined();
    await turn;
  });

  test('all begin, and no more in a turn than may, whatever is asked for', async () => {
    const request = fc.record({
      taker: fc.constantFrom('one', 'other', 'third'),
      count: fc.integer({ min: 0, max: 30 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 8 }),
        fc.array(request, { maxLength: 6 }),
        async (perTurn, requests) => {
          const spreadOf = spreadOverTurns(perTurn);
          const { turns, ask, toEnd } = watchTurns();
          let waiting = 0;
          for (const [index, { taker, count }] of requests.entries()) {
            const spread = spreadOf(taker);
            for (const thing of things(`${index}-`, count)) ask(spread, thing);
            waiting += Math.max(0, count - perTurn);
          }
          await toEnd();
          const [, ...later] = turns.map((begun) => begun.length);
          expect(Math.max(0, ...later)).toBeLessThanOrEqual(perTurn);
          // None is left out, and no turn while something waits.
          expect(later).toHaveLength(Math.ceil(waiting / perTurn));
        },
      ),
      { numRuns: 200 },
    );
  });
});
