import { describe, expect, test } from 'vitest';
import { createHarness } from '../../support/harness.ts';

const maxAvail = (instId: readonly string[], more = 'tdMode: CROSS') =>
  `{ account { id maxAvail(instId: ${JSON.stringify(instId)}, ${more}) { instId availBuy } } }`;
const amount = expect.stringMatching(/^\d+(\.\d+)?$/);

const ccys =
  'BTC ETH USDT SOL XRP DOGE ADA LINK LTC DOT UNI OKB AVAX TRX TON BCH ATOM ETC NEAR APT'.split(
    ' ',
  );

describe('a full call of 20 currencies that is refused without a name', () => {
  test.each([
    // All, two halves, the two halves of the bad one, and five alone.
    ['one of them is bad', ['LINK'], 10],
    ['two of one half are bad', ['BTC', 'DOT'], 15],
    ['two of different halves are bad', ['XRP', 'APT'], 17],
    ['none is good', ccys, 27],
  ])('costs a search by halves and nobody else their rows: %s', async (_claim, bad, calls) => {
    const { query, exchange, counts } = createHarness();
    exchange.inject({ kind: 'refused-keys', endpoint: 'max-withdrawal', keys: bad });
    const { data, errors = [] } = await query(
      'query ($ccy: [ID!]) { account { maxWithdrawal(ccy: $ccy) { ccy maxWd } } }',
      { variables: { ccy: ccys } },
    );
    const rows = ccys.map((ccy) => (bad.includes(ccy) ? null : { ccy, maxWd: amount }));
    expect(data).toEqual({ account: { maxWithdrawal: rows } });
    expect(errors.map(({ path, extensions }) => ({ path, ...extensions }))).toMatchObject(
      bad.map((ccy) => ({
        path: ['account', 'maxWithdrawal', ccys.indexOf(ccy)],
        code: 'KEY_REJECTED',
        exchangeCode: '51000',
        keys: [ccy],
      })),
    );
    expect(counts()).toEqual({ 'max-withdrawal': calls });
  });
});

describe('one bad key hurts only itself', () => {
  test('an unknown instrument that the exchange does not name costs one search', async () => {
    const { query, counts } = createHarness();
    const { data, errors } = await query(
      maxAvail(['BTC-USDT', 'ETH-USDT', 'NO-SUCH', 'SOL-USDT', 'XRP-USDT']),
    );
    expect(data).toMatchObject({
      account: {
        maxAvail: [{ availBuy: amount }, { availBuy: amount }, null, { availBuy: amount }, {}],
      },
    });
    expect(errors).toMatchObject([
      {
        path: ['account', 'maxAvail', 2],
        extensions: {
          code: 'KEY_REJECTED',
          exchangeCode: '51001',
          endpoint: 'max-avail-size',
          keys: ['NO-SUCH'],
        },
      },
    ]);
    // All five together, then each alone.
    expect(counts()).toEqual({ 'max-avail-size': 6 });
  });

  test('an unknown instrument among keys that were answered before is found by one call more', async () => {
    const { query, counts, clock } = createHarness();
    await query(maxAvail(['BTC-USDT', 'ETH-USDT', 'SOL-USDT', 'XRP-USDT']));
    await clock.advance(500);
    const { errors } = await query(
      maxAvail(['BTC-USDT', 'ETH-USDT', 'NO-SUCH', 'SOL-USDT', 'XRP-USDT']),
    );
    expect(errors).toHaveLength(1);
    // Four; all five; the four that are known and the one that is not.
    expect(counts()).toEqual({ 'max-avail-size': 4 });
  });

  test('a client with a hundred bad keys does not keep one with a good key waiting', async () => {
    const { ask, clock } = createHarness({ exchange: { network: { back: [20, 20] } } });
    const bad = Array.from({ length: 100 }, (_, index) => `NO-SUCH${index}`);
    const first = ask(maxAvail(bad));
    await clock.advance(300);
    const start = clock.now();
    const { errors } = await clock.run(ask(maxAvail(['BTC-USDT'])));
    expect(errors).toBeUndefined();
    expect(clock.now() - start).toBeLessThan(2_500);
    await clock.run(first);
  });

  test('very many clients with a few bad keys each do not keep one with a good key waiting', async () => {
    const { ask, clock } = createHarness({
      exchange: { network: { back: [20, 20] } },
      maxWaitMs: 10_000,
    });
    const bad = [];
    for (let client = 0; client < 40; client += 1) {
      bad.push(ask(maxAvail(Array.from({ length: 5 }, (_, index) => `NO-${client}X${index}`))));
      await clock.advance(20);
    }
    const start = clock.now();
    const { errors } = await clock.run(ask(maxAvail(['BTC-USDT'], 'tdMode: CASH')));
    expect(errors).toBeUndefined();
    // What those had waiting when it came is sent first, and what they search for is not.
    expect(clock.now() - start).toBeLessThan(4_500);
    await clock.run(Promise.all(bad));
  });

  test('a good key that shared a call with bad ones does not wait for the search of two hundred', async () => {
    const { ask, clock } = createHarness({ exchange: { network: { back: [20, 20] } } });
    const bad = (mark: string) => Array.from({ length: 100 }, (_, index) => `NO-${mark}${index}`);
    const field = (mark: string) =>
      `${mark}: maxAvail(instId: ${JSON.stringify(bad(mark))}, tdMode: CASH) { instId }`;
    const first = ask(`{ account { ${field('A')} ${field('B')} } }`);
    await clock.advance(100);
    const start = clock.now();
    const { errors } = await clock.run(ask(maxAvail(['BTC-USDT'], 'tdMode: CASH')));
    expect(errors).toBeUndefined();
    // With them after the leases are back, then alone after they are back once more.
    expect(clock.now() - start).toBeLessThan(4_100);
    await clock.run(first);
  });

  test('a good key that shared a call with a hundred bad ones does not wait until each has been named', async () => {
    const { ask, clock, exchange } = createHarness({ exchange: { network: { back: [20, 20] } } });
    exchange.inject({ kind: 'named-refusal', endpoint: 'max-loan' });
    const maxLoan = (instId: readonly string[]) =>
      `{ account { maxLoan(instId: ${JSON.stringify(instId)}, mgnMode: CROSS) { side } } }`;
    const first = ask(maxLoan(Array.from({ length: 100 }, (_, index) => `NO-SUCH${index}`)));
    await clock.advance(100);
    const start = clock.now();
    const { errors } = await clock.run(ask(maxLoan(['BTC-USDT'])));
    expect(errors).toBeUndefined();
    // Each call names one of them: with others in its place each time it would take a hundred.
    expect(clock.now() - start).toBeLessThan(2_500);
    await clock.run(first);
  });

  test('a client that asks again for bad keys that are still searched for does not keep one with a good key waiting', async () => {
    const { ask, clock } = createHarness({ exchange: { network: { back: [20, 20] } } });
    const bad = maxAvail(Array.from({ length: 100 }, (_, index) => `NO-SUCH${index}`));
    const first = ask(bad);
    await clock.advance(100);
    const second = ask(bad);
    await clock.advance(900);
    const start = clock.now();
    const { errors } = await clock.run(ask(maxAvail(['BTC-USDT'], 'tdMode: CASH')));
    expect(errors).toBeUndefined();
    expect(clock.now() - start).toBeLessThan(1_500);
    await clock.run(Promise.all([first, second]));
  });

  test('an unknown instrument that the exchange names costs one call more', async () => {
    const { query, exchange } = createHarness();
    // The graph refuses `BTC-USDT-SWAP` for max-loan before it is sent; a pair that is not listed gets there.
    exchange.inject({ kind: 'named-refusal', endpoint: 'max-loan', times: 1 });
    const { data, errors } = await query(
      '{ account { maxLoan(instId: ["BTC-USDT", "ETH-USDT", "NO-SUCH"], mgnMode: CROSS) { instId side } } }',
    );
    expect(data).toMatchObject({
      account: { maxLoan: [{ instId: 'BTC-USDT' }, {}, { instId: 'ETH-USDT' }, {}, null] },
    });
    expect(errors).toMatchObject([
      { path: ['account', 'maxLoan', 4], extensions: { keys: ['NO-SUCH'] } },
    ]);
    expect(exchange.calls).toHaveLength(2);
  });

  test.each([
    ['first', ['NO-SUCH', 'BTC-USDT', 'ETH-USDT']],
    ['in the middle', ['BTC-USDT', 'NO-SUCH', 'ETH-USDT']],
    ['last', ['BTC-USDT', 'ETH-USDT', 'NO-SUCH']],
  ])('a list of loans with the bad one %s', async (_claim, instId) => {
    const { query, exchange } = createHarness({ exchange: { network: { back: [10, 90] } } });
    const { data, errors } = await query(
      'query ($instId: [ID!]!) { account { maxLoan(instId: $instId, mgnMode: CROSS) { instId } } }',
      { variables: { instId } },
    );
    const items = instId.flatMap((id) =>
      id === 'NO-SUCH' ? [null] : [{ instId: id }, { instId: id }],
    );
    expect(data).toEqual({ account: { maxLoan: items } });
    expect(errors).toMatchObject([
      {
        path: ['account', 'maxLoan', items.indexOf(null)],
        extensions: { code: 'KEY_REJECTED', keys: ['NO-SUCH'] },
      },
    ]);
    expect(exchange.calls.length).toBeGreaterThan(1);
  });

  test('a malformed currency beside one that has to be asked for', async () => {
    const { query } = createHarness({ exchange: { network: { back: [10, 90] } } });
    const { data, errors } = await query(
      '{ account { maxLoan(ccy: ["?", "BTC"], mgnMode: CROSS) { ccy } } }',
    );
    expect(data).toEqual({ account: { maxLoan: [null, { ccy: 'BTC' }] } });
    expect(errors).toMatchObject([
      { path: ['account', 'maxLoan', 0], extensions: { code: 'BAD_USER_INPUT' } },
    ]);
  });

  test('instruments that the account mode does not allow do not take others along', async () => {
    const { query, counts } = createHarness();
    const { data, errors } = await query(`{ account(id: "spot") {
      maxAvail(instId: ["BTC-USDT", "BTC-USDT-SWAP", "ETH-USDT", "ETH-USDT-SWAP"], tdMode: CASH) { instId }
    } }`);
    expect(data).toEqual({
      account: { maxAvail: [{ instId: 'BTC-USDT' }, null, { instId: 'ETH-USDT' }, null] },
    });
    expect(errors).toMatchObject([
      { path: ['account', 'maxAvail', 1] },
      { path: ['account', 'maxAvail', 3] },
    ]);
    // Two calls each name a swap, the third is right.
    expect(counts()).toEqual({ 'max-avail-size': 3 });
  });

  test('an account mode that does not answer at all costs one call for each batch', async () => {
    const { query, counts } = createHarness();
    const { data, errors } = await query(`{ account(id: "spot") { id
      maxAvail(instId: ["BTC-USDT", "ETH-USDT", "SOL-USDT"], tdMode: CROSS) { instId }
    } }`);
    expect(data).toEqual({ account: { id: 'spot', maxAvail: [null, null, null] } });
    expect(errors?.map(({ extensions }) => extensions)).toMatchObject(
      ['BTC-USDT', 'ETH-USDT', 'SOL-USDT'].map((key) => ({
        code: 'ACCOUNT_MODE_UNSUPPORTED',
        exchangeCode: '51010',
        keys: [key],
      })),
    );
    expect(counts()).toEqual({ 'max-avail-size': 1 });
  });

  test('a refused argument is named as such and blames no instrument', async () => {
    const { query, counts } = createHarness();
    const { errors } = await query(
      '{ account(id: "spot") { maxLoan(instId: ["BTC-USDT", "ETH-USDT"], mgnMode: ISOLATED) { side } } }',
    );
    expect(errors).toMatchObject([
      { message: expect.stringContaining('`mgnMode`'), extensions: { code: 'BAD_USER_INPUT' } },
      { message: expect.stringContaining('`mgnMode`'), extensions: { code: 'BAD_USER_INPUT' } },
    ]);
    expect(counts()).toEqual({ 'max-loan': 1 });
  });

  test('clients that share a call do not share the refusal', async () => {
    const { ask, clock } = createHarness();
    const [good, bad] = await clock.run(
      Promise.all([ask(maxAvail(['BTC-USDT'])), ask(maxAvail(['NO-SUCH']))]),
    );
    expect(good).toMatchObject({ data: { account: { maxAvail: [{ instId: 'BTC-USDT' }] } } });
    expect(good?.errors).toBeUndefined();
    expect(bad).toMatchObject({ data: { account: { maxAvail: [null] } } });
  });
});
