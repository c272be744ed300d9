import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type AccountConnections,
  type Connection,
  shareConnections,
} from '../../../src/loading/connections.ts';

/** Has an account take as many as it can have. */
async function takeAll(account: AccountConnections): Promise<Connection[]> {
  const taken: Connection[] = [];
  for (let refused = 0; refused < 2;) {
    const connection = account.take();
    if (connection) {
      taken.push(connection);
      refused = 0;
    } else {
      refused += 1;
      // Perhaps too many were taken in this turn.
      await nextTurn();
    }
  }
  return taken;
}

describe('connections to a host', () => {
  test('an account of which all calls hang leaves as many as it has', async () => {
    const account = shareConnections(256);
    expect(await takeAll(account())).toHaveLength(128);
    expect(await takeAll(account())).toHaveLength(64);
  });

  test('however many hang, there is one at once for whoever has none', async () => {
    const account = shareConnections(256);
    for (let hanging = 0; hanging < 8; hanging += 1) await takeAll(account());
    for (let other = 0; other < 50; other += 1) {
      const connection = account().take();
      expect(connection).not.toBeNull();
      connection?.giveBack();
      await nextTurn();
    }
  });

  test('those who wait take turns by account, however much one of them waits for', async () => {
    const account = shareConnections(1);
    const [one, other] = [account(), account()];
    const held = one.take();
    const served: string[] = [];
    const wait = async (who: string, connections: AccountConnections) => {
      const connection = await connections.wait();
      served.push(who);
      await nextTurn();
      connection.giveBack();
    };
    const waits = [
      ...Array.from({ length: 5 }, async () => wait('one', one)),
      ...Array.from({ length: 2 }, async () => wait('other', other)),
    ];
    held?.giveBack();
    await Promise.all(waits);
    expect(served).toEqual(['one', 'other', 'one', 'other', 'one', 'one', 'one']);
  });

  test('who has as many as are free holds up nobody who waits behind it', async () => {
    const account = shareConnections(4);
    const [one, other] = [account(), account()];
    await takeAll(one);
    void one.wait();
    const served = await Promise.race([other.wait(), nextTurn(null)]);
    expect(served).not.toBeNull();
  });

  test('no more than eight begin in a turn of the event loop, and the rest in the next ones', async () => {
    const account = shareConnections(256);
    let begun = 0;
    const perTurn: number[] = [];
    for (let index = 0; index < 50; index += 1)
      void account()
        .wait()
        .then(() => (begun += 1));
    await Promise.resolve();
    expect(begun).toBe(8);
    for (let turn = 0; turn < 10; turn += 1) {
      const before = begun;
      await nextTurn();
      perTurn.push(begun - before);
    }
    expect(Math.max(...perTurn)).toBe(8);
    expect(begun).toBe(50);
  });

  test('given back twice, one is free once', async () => {
    const account = shareConnections(2);
    const connection = account().take();
    connection?.giveBack();
    connection?.giveBack();
    expect(await takeAll(account())).toHaveLength(1);
    expect(await takeAll(account())).toHaveLength(1);
    expect(await takeAll(account())).toHaveLength(0);
  });
});

type Step = { readonly account: number; readonly does: 'take' | 'wait' | 'giveBack' | 'turn' };

const step: fc.Arbitrary<Step> = fc.record({
  account: fc.nat(5),
  does: fc.constantFrom('take', 'wait', 'wait', 'giveBack', 'giveBack', 'turn'),
});

test('whatever happens, never are there too many, nobody without one waits while one is free, and all are served', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 12 }),
      fc.array(step, { maxLength: 120 }),
      async (most, steps) => {
        const share = shareConnections(most);
        const accounts = Array.from({ length: 6 }, () => ({
          connections: share(),
          held: [] as Connection[],
          waiting: 0,
        }));
        const inUse = () => accounts.reduce((sum, { held }) => sum + held.length, 0);

        for (const { account: index, does } of steps) {
          const account = accounts[index % accounts.length];
          if (!account) continue;
          if (does === 'turn') {
            await nextTurn();
            await nextTurn();
            for (const { held, waiting } of accounts)
              if (waiting > 0 && held.length === 0) expect(inUse()).toBe(most);
          } else if (does === 'giveBack') account.held.shift()?.giveBack();
          else if (does === 'take') {
            const connection = account.connections.take();
            if (connection) account.held.push(connection);
          } else {
            account.waiting += 1;
            void account.connections.wait().then((connection) => {
              account.waiting -= 1;
              account.held.push(connection);
            });
          }
          await Promise.resolve();
          expect(inUse()).toBeLessThanOrEqual(most);
        }
        for (let round = 0; accounts.some(({ waiting, held }) => waiting + held.length > 0);) {
          for (const { held } of accounts) held.shift()?.giveBack();
          await nextTurn();
          round += 1;
          expect(round).toBeLessThan(500);
        }
      },
    ),
    { numRuns: 300 },
  );
});
