import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { maxLoan } from '../../../src/endpoints/max-loan/declaration.ts';
import { clientOf, json, whole } from '../../support/exchange-client.ts';

describe('the envelope', () => {
  test.each([
    ['a success without rows', 200, { code: '0', data: [], msg: '' }, null],
    [
      'a refusal before the service',
      429,
      { msg: 'Too Many Requests', code: '50011' },
      ['BUDGET_EXHAUSTED', 'wait', '50011'],
    ],
    [
      'a refusal by the service',
      400,
      { code: '51000', data: [], msg: 'Parameter ccy error' },
      ['KEY_REJECTED', 'bisect', '51000'],
    ],
    [
      'a refusal with HTTP 200',
      200,
      { code: '51010', data: [], msg: 'mode' },
      ['ACCOUNT_MODE_UNSUPPORTED', 'bisect', '51010'],
    ],
    [
      'an unknown route',
      404,
      { code: 404, data: {}, msg: 'Not Found' },
      ['UPSTREAM_UNAVAILABLE', 'give-up', '404'],
    ],
    [
      'busy systems as HTTP 500',
      500,
      { msg: 'Systems are busy', code: '50013' },
      ['UPSTREAM_UNAVAILABLE', 'wait', '50013'],
    ],
    [
      'a wrong clock',
      401,
      { msg: 'Timestamp request expired', code: '50102' },
      ['UPSTREAM_AUTH', 'once-more', '50102'],
    ],
    [
      'an unlisted credential code',
      401,
      { msg: '?', code: '50108' },
      ['UPSTREAM_AUTH', 'give-up', '50108'],
    ],
    [
      'an unlisted refusal',
      200,
      { msg: '?', code: '51999', data: [] },
      ['KEY_REJECTED', 'bisect', '51999'],
    ],
    [
      'an unknown code',
      200,
      { msg: '?', code: '70001', data: [] },
      ['UPSTREAM_UNAVAILABLE', 'give-up', '70001'],
    ],
    [
      'an unknown code with HTTP 503',
      503,
      { msg: '?', code: '70001' },
      ['UPSTREAM_UNAVAILABLE', 'retry', '70001'],
    ],
    [
      'success without a list',
      200,
      { code: '0', data: {}, msg: '' },
      ['UPSTREAM_MALFORMED', 'give-up', undefined],
    ],
    [
      'a row that is none',
      200,
      { code: '0', data: ['?'], msg: '' },
      ['UPSTREAM_MALFORMED', 'give-up', undefined],
    ],
  ])('%s', async (_claim, status, body, expected) => {
    const outcome = await clientOf(status, json(body)).call(whole);
    if (!expected) return expect(outcome).toMatchObject({ rows: [] });
    const [code, remedy, exchangeCode] = expected;
    expect(outcome).toMatchObject({
      remedy,
      error: {
        extensions: { code, endpoint: 'max-withdrawal', ...(exchangeCode && { exchangeCode }) },
      },
    });
  });

  test.each([
    ['a page of a proxy with HTTP 200', 200, 'UPSTREAM_UNAVAILABLE', 'retry'],
    ['a page of a proxy with HTTP 502', 502, 'UPSTREAM_UNAVAILABLE', 'retry'],
    ['a proxy that limits', 429, 'UPSTREAM_UNAVAILABLE', 'wait'],
    ['a proxy that forbids', 403, 'UPSTREAM_UNAVAILABLE', 'give-up'],
    ['a proxy that knows no such route', 404, 'UPSTREAM_UNAVAILABLE', 'give-up'],
  ])('%s', async (_claim, status, code, remedy) => {
    expect(await clientOf(status, '<html>?</html>').call(whole)).toMatchObject({
      remedy,
      error: { code },
    });
  });

  test.each([
    'Your IP 203.0.113.7 with key the-key is banned',
    'constructor',
    '1'.repeat(1_000),
    1.5,
  ])('takes "%s" for no code', async (code) => {
    const outcome = await clientOf(200, json({ code, msg: '' })).call(whole);
    expect(outcome).toMatchObject({ remedy: 'retry', error: { code: 'UPSTREAM_UNAVAILABLE' } });
    expect(json(outcome)).not.toContain('exchangeCode');
  });

  test('names the argument that the exchange misses', async () => {
    const body = { code: '50014', data: [], msg: 'Parameter mgnCcy can not be empty.' };
    expect(
      await clientOf(400, json(body)).call({
        ...whole,
        endpoint: maxLoan,
      }),
    ).toMatchObject({
      error: { code: 'BAD_USER_INPUT', message: expect.stringContaining('`mgnCcy`') },
    });
  });

  test('a row that is none does not cost the others', async () => {
    const outcome = await clientOf(200, json({ code: '0', data: [{ ccy: 'BTC' }, null] })).call(
      whole,
    );
    expect(outcome).toMatchObject({ rows: [{ ccy: 'BTC' }] });
  });

  test.each([
    ['Parameter ccyBTC error', { remedy: 'bisect', keys: ['BTC'] }],
    ['Parameter ccyDOGE error', { remedy: 'bisect' }],
    ['Parameter MARGIN_MODE error', { remedy: 'refuse', error: { code: 'BAD_USER_INPUT' } }],
    ['Something else', { remedy: 'bisect' }],
  ])('who is to blame by "%s"', async (msg, blamed) => {
    const keys = { by: 'ccy', values: ['BTC', 'ETH'] };
    const { call } = clientOf(400, json({ code: '51000', data: [], msg }));
    const { error, ...outcome } = { error: null, ...(await call({ ...whole, keys })) };
    expect({ error, ...outcome }).toMatchObject(blamed);
    expect('keys' in outcome).toBe('keys' in blamed);
  });

  test.each(['Parameter aLettersOnlySecret error', 'Parameter aSecret can not be empty'])(
    'never tells a name that is none of the call: "%s"',
    async (msg) => {
      for (const code of ['51000', '50014']) {
        const outcome = await clientOf(400, json({ code, data: [], msg })).call(whole);
        expect(outcome).toHaveProperty('error');
        expect(inspect('error' in outcome && outcome.error)).not.toMatch(/Secret/);
      }
    },
  );

  test('never lets the words of the exchange through, which can hold address and key', async () => {
    const msg = 'Your IP 203.0.113.7 is not included in your API key the-key IP whitelist.';
    const outcome = await clientOf(401, json({ code: '50110', msg })).call(whole);
    expect(inspect(outcome)).not.toMatch(/203|the-key/);
  });
});
