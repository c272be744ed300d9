import { pino } from 'pino';
import { expect, test } from 'vitest';
import { callerOf } from '../../support/file-caller.ts';
import { createHarness } from '../../support/harness.ts';
import {
  createShownKeys,
  goodClaims,
  publicJwk,
  rsa,
  signToken,
  trusted,
} from '../../support/jwt-issuer.ts';
import { bearer, knock } from '../../support/knock.ts';

const pair = rsa();
const shown = createShownKeys(publicJwk(pair.publicKey, { kid: 'one' }));
const { gateway } = createHarness({
  callers: [
    callerOf('router', ['spot', 'futures', 'portfolio'], { onBehalfOf: true }),
    callerOf('any', null, { onBehalfOf: true }),
    callerOf('spoken.for', ['portfolio', 'multi-currency', 'spot'], { tokens: [] }),
    callerOf('all', null),
    callerOf('plain', ['futures']),
  ],
  jwt: trusted,
  fetchKeys: shown.fetch,
});
const jwt = signToken({ alg: 'RS256', kid: 'one' }, goodClaims, pair.privateKey);

const ask = async (token: string, name?: string) => {
  const headers = { ...bearer(token), ...(name !== undefined && { 'x-on-behalf-of': name }) };
  return knock(gateway, { headers });
};
const idsOf = async (token: string, name?: string) => {
  const { body } = await ask(token, name);
  const { data }: { data?: { accounts: readonly { id: string }[] } } = body as object;
  return data?.accounts.map(({ id }) => id);
};

test('a router asks for itself without the header', async () => {
  expect(await idsOf('router')).toEqual(['spot', 'futures', 'portfolio']);
});

test('on behalf of another it sees the accounts of the other, in its order, that are its own, too', async () => {
  expect(await idsOf('router', 'spoken.for')).toEqual(['portfolio', 'spot']);
  expect(await idsOf('router', 'plain')).toEqual(['futures']);
  expect(await idsOf('router', 'all')).toEqual(['spot', 'futures', 'portfolio']);
  expect(await idsOf('any', 'spoken.for')).toEqual(['portfolio', 'multi-currency', 'spot']);
  expect(await idsOf('any', 'all')).toEqual(['multi-currency', 'spot', 'futures', 'portfolio']);
});

test('nobody else may, and who there is cannot be found out', async () => {
  const answers = await Promise.all([
    ask('plain', 'spoken.for'),
    ask('plain', 'nobody'),
    ask('plain', 'plain'),
    ask('router', 'nobody'),
    ask('router', ''),
    ask('router', 'plain, router'),
    ask('router', '__proto__'),
    ask(jwt, 'plain'),
    ask(jwt, 'nobody'),
  ]);
  const [first, ...others] = answers.map(({ status, body }) => ({ status, body }));
  expect(first).toMatchObject({
    status: 403,
    body: { errors: [{ extensions: { code: 'FORBIDDEN' } }] },
  });
  for (const other of others) expect(other).toEqual(first);
});

test('without callers there is nobody to ask for', async () => {
  const open = createHarness().gateway;
  const headers = { 'x-on-behalf-of': 'plain' };
  expect((await knock(open, { headers, address: '127.0.0.1' })).status).toBe(403);
});

test('a bad token is refused as such, whatever else is asked', async () => {
  expect((await ask('unknown', 'plain')).status).toBe(401);
  expect((await ask(`${jwt.slice(0, -4)}AAAA`, 'plain')).status).toBe(401);
});

test('the log tells for whom a router asked, and which router it was', async () => {
  const lines: string[] = [];
  const { query } = createHarness({
    callers: [callerOf('router', null, { onBehalfOf: true }), callerOf('plain', ['futures'])],
    log: pino({}, { write: (line) => void lines.push(line) }),
  });
  const headers = { ...bearer('router'), 'x-on-behalf-of': 'plain' };
  await query('{ accounts { id } }', { headers });
  await query('{ accounts { id } }', { headers: bearer('router') });
  const told = lines.filter((line) => line.includes('"msg":"query"'));
  expect(told).toHaveLength(2);
  expect(told[0]).toContain('"caller":"token:plain","via":"token:router"');
  expect(told[1]).toContain('"caller":"token:router"');
  expect(told[1]).not.toContain('via');
});

test('where the default account of a caller is not served, no other one is shown in its place', async () => {
  const { query } = createHarness({ callers: [callerOf('plain', ['gone', 'futures'])] });
  const headers = bearer('plain');
  const { data, errors } = await query('{ account { id } accounts { id } }', { headers });
  expect(data).toMatchObject({ account: null, accounts: [{ id: 'futures' }] });
  expect(errors?.map(({ extensions }) => extensions['code'])).toEqual(['ACCOUNT_NOT_FOUND']);
});
