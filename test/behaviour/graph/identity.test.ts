import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isObjectType } from 'graphql';
import { describe, expect, test } from 'vitest';
import { declarations } from '../../../src/endpoints/endpoints.ts';
import { schema } from '../../../src/graph/schema.ts';
import { firstAnswer } from '../../support/first-answer.ts';
import { createHarness } from '../../support/harness.ts';
import { asCachesAsk, createNormalizedCache } from '../../support/normalized-cache.ts';
import { createOracle } from '../../support/oracle.ts';

test('a cache that goes by type and id shows each account its own money', async () => {
  const { query } = createHarness();
  const { data } = await query(`{ accounts { __typename id details(ccy: ["BTC"]) {
    __typename id cashBal currency { __typename id ccy } maxWithdrawal { __typename id maxWd }
  } } }`);
  const oracle = createOracle();
  const ids = ['multi-currency', 'spot', 'futures', 'portfolio'];
  const shown = createNormalizedCache().add(data ?? {})();
  const accounts = ids.map(async (id) => {
    const [whole] = await oracle.rows(id, '/api/v5/account/balance?ccy=BTC');
    const [withdrawal] = await oracle.rows(id, '/api/v5/account/max-withdrawal?ccy=BTC');
    const { cashBal } = whole?.details?.[0] ?? {};
    return { id, details: [{ cashBal, maxWithdrawal: { maxWd: withdrawal?.['maxWd'] } }] };
  });
  expect(shown).toMatchObject({ accounts: await Promise.all(accounts) });
  const money = new Set((await Promise.all(accounts)).map(({ details }) => details[0]?.cashBal));
  expect(money.size).toBe(4);
});

test('the operations that are shipped leave the answers of each other in a cache whole', async () => {
  const harness = createHarness();
  const cache = createNormalizedCache();
  const answers: (readonly [read: () => unknown, answer: unknown])[] = [];
  const folder = fileURLToPath(new URL('../../../schema/operations/', import.meta.url));
  for (const file of globSync('*.graphql', { cwd: folder })) {
    const text = asCachesAsk(readFileSync(join(folder, file), 'utf8'));
    const { data } = await firstAnswer(harness, text);
    answers.push([cache.add(data ?? {}), data]);
  }
  expect(answers.length).toBeGreaterThan(7);
  for (const [read, answer] of answers) expect(read()).toEqual(answer);
});

test('every object has an id but those that operations begin with', () => {
  const without = Object.values(schema.getTypeMap()).filter(
    (type) =>
      isObjectType(type) &&
      !type.name.startsWith('__') &&
      String(type.getFields()['id']?.type) !== 'ID!',
  );
  expect(without.map(({ name }) => name)).toEqual(['Query', 'Subscription']);
});

describe('an id', () => {
  test('stays what it is, since caches may hold it', async () => {
    const { query } = createHarness();
    const { data } = await query(`{
      account(id: "portfolio") {
        id
        config { id }
        rateBudgets { id }
        details(ccy: ["BTC"]) { id currency { id } }
        maxWithdrawal(ccy: ["BTC"]) { id }
        maxAvail(instId: ["BTC-USDT"], tdMode: CROSS, reduceOnly: true, px: "1.50") {
          id
          instrument { id forAccount(accountId: "portfolio") { id } }
        }
        maxLoan(instId: ["BTC-USDT"], mgnMode: CROSS) { id }
        byCcy: maxLoan(ccy: ["BTC"], mgnMode: CROSS) { id }
      }
    }`);
    const sides = ['ccy=BTC&side=sell', 'ccy=USDT&side=buy'];
    expect(data).toEqual({
      account: {
        id: 'portfolio',
        config: { id: 'portfolio/config' },
        rateBudgets: declarations.map(({ name }) => ({
          id: `portfolio/rate-budget?endpoint=${name}`,
        })),
        details: [{ id: 'portfolio/balance?ccy=BTC', currency: { id: 'currency?ccy=BTC' } }],
        maxWithdrawal: [{ id: 'portfolio/max-withdrawal?ccy=BTC' }],
        maxAvail: [
          {
            id: 'portfolio/max-avail-size?instId=BTC-USDT&tdMode=cross&reduceOnly=true&px=1.5',
            instrument: {
              id: 'instrument?instId=BTC-USDT',
              forAccount: { id: 'portfolio/instrument?instId=BTC-USDT' },
            },
          },
        ],
        maxLoan: sides.map((side) => ({
          id: `portfolio/max-loan?instId=BTC-USDT&${side}&mgnMode=cross`,
        })),
        byCcy: [{ id: 'portfolio/max-loan?ccy=BTC&mgnMode=cross' }],
      },
    });
  });

  test('holds nothing of a key that could be taken for another parameter', async () => {
    const { query } = createHarness({
      fetch: async () =>
        Response.json({ code: '0', msg: '', data: [{ details: [{ ccy: 'A&mgnMode=x/y?' }] }] }),
    });
    const { data } = await query('{ account(id: "spot") { details { id } } }');
    expect(data).toEqual({
      account: { details: [{ id: 'spot/balance?ccy=A%26mgnMode%3Dx%2Fy%3F' }] },
    });
  });
});
