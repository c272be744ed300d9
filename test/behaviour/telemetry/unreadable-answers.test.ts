import { expect, test } from 'vitest';
import { createLogged } from '../../support/logged-gateway.ts';
import { createMeasured } from '../../support/measured.ts';

/** An exchange whose whole balances hold this. */
const sending = (...details: readonly object[]) => ({
  fetch: async () => Response.json({ code: '0', msg: '', data: [{ totalEq: '3', details }] }),
});
const code = 'UPSTREAM_MALFORMED';
const reasonOf = (what: string) => `The exchange sent something other than ${what}.`;

test('the log names what cannot be read when somebody reads it, each field of an answer once', async () => {
  const { query, clock, told } = createLogged(
    sending({ ccy: 'BTC', eq: 1, uTime: 'x' }, { ccy: 'ETH', eq: 1 }),
  );
  await query('{ account { totalEq details { ccy } } }');
  expect(told('call failed')).toEqual([]);
  for (const fields of ['eq', 'eq uTime']) await query(`{ account { details { ${fields} } } }`);
  await clock.advance(60_000);
  expect(told('call failed')).toMatchObject([
    { code, times: 1, reason: reasonOf('a decimal in a string as CurrencyDetail.eq') },
    {
      code,
      times: 1,
      reason: reasonOf('milliseconds since 1970 in a string as CurrencyDetail.uTime'),
    },
  ]);
});

test('and what a row is of at once, though nobody reads it', async () => {
  const { query, told } = createLogged(sending({ eq: '1' }));
  expect(await query('{ account { totalEq } }')).toEqual({ data: { account: { totalEq: '3' } } });
  expect(told('call failed')).toMatchObject([
    { code, times: 1, reason: reasonOf('an id as CurrencyDetail.ccy') },
  ]);
});

test('and what tells the rows of one key apart', async () => {
  const row = { instId: 'BTC-USDT', side: 'both', maxLoan: '1' };
  const { query, told } = createLogged({
    fetch: async () => Response.json({ code: '0', msg: '', data: [row] }),
  });
  await query('{ account { maxLoan(instId: "BTC-USDT", mgnMode: CROSS) { maxLoan } } }');
  expect(told('call failed')).toMatchObject([
    { code, reason: reasonOf('one of buy, sell as MaxLoan.side') },
  ]);
});

test('and of an answer that is of no use its cause alone', async () => {
  const { query, told } = createLogged({
    fetch: async () => Response.json({ code: '0', msg: '', data: [7] }),
  });
  await query('{ account { totalEq } }');
  expect(told('call failed')).toMatchObject([
    { code, times: 1, reason: reasonOf('an object as Account') },
  ]);
});

test('the metrics count an answer once, when the first of what cannot be read is read', async () => {
  const { query, value } = createMeasured(sending({ ccy: 'BTC', eq: 1, upl: 2 }));
  const counted = () =>
    value('okx_gateway_exchange_malformed_answers_total', { endpoint: 'balance' });
  await query('{ account { totalEq details { ccy } } }');
  expect(await counted()).toBe(0);
  for (const field of ['eq', 'upl']) await query(`{ account { details { ${field} } } }`);
  expect(await counted()).toBe(1);
  await query('{ account(id: "spot") { details { eq upl } } }');
  expect(await counted()).toBe(2);
});
