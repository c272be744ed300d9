import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test } from 'vitest';
import { digestOf } from '../../src/callers/blinding.ts';
import { defaultAccounts, entriesOf } from '../../src/simulator/accounts.ts';
import { createSimulatedExchange } from '../../src/simulator/exchange.ts';
import { listenSimulatedExchange } from '../../src/simulator/listen.ts';
import { systemClock } from '../../src/time/clock.ts';
import {
  goodClaims,
  type Json,
  publicJwk,
  rsa,
  signToken,
  trusted,
} from '../support/jwt-issuer.ts';
import { bearer } from '../support/knock.ts';
import { post } from '../support/post.ts';
import { connectTo, head } from '../support/raw-client.ts';
import { start } from '../support/running-gateway.ts';

const open = { HOST: '0.0.0.0', ALLOW_ANONYMOUS: 'true' };
const ids = JSON.stringify({ query: '{ accounts { id } }' });

/** A file that can be written again, until the end of the test. */
function fileOf(content: unknown) {
  const folder = mkdtempSync(join(tmpdir(), 'callers-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'file.json');
  const write = (next: unknown) => writeFileSync(path, JSON.stringify(next));
  write(content);
  return { path, write };
}

const entryOf = (tokens: readonly string[], name = 'one', accounts: unknown = ['spot']) => ({
  name,
  tokens: tokens.map(digestOf),
  accounts,
});

/** An issuer on a port, and how to have it show others; until the end of the test. */
async function serveKeys(...keys: readonly Json[]): Promise<string> {
  const server = createServer((_, response) => void response.end(JSON.stringify({ keys })));
  onTestFinished(() => void server.close());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/jwks`;
}

describe('a start', () => {
  test('beyond loopback is refused in a line, unless somebody says who may ask', async () => {
    const gateway = start({ HOST: '0.0.0.0' });
    expect(await gateway.exit).toBe(1);
    expect(gateway.stderr()).toMatch(/^HOST must be .*CALLERS_FILE.*ALLOW_ANONYMOUS=true.*\n$/);
    expect(gateway.stdout()).toBe('');
  });

  test('where everybody may is warned of each time', async () => {
    const gateway = start(open);
    await gateway.line(/"level":40.*ALLOW_ANONYMOUS: everybody who reaches the port/);
    expect((await post(await gateway.url(), ids)).status).toBe(200);
  });

  test('with callers says what accounts of theirs there are not, and nothing else of them', async () => {
    const { path } = fileOf({
      callers: [entryOf(['secret'], 'one', ['spot', 'gone']), entryOf([], 'two', ['lost', 'gone'])],
    });
    const gateway = start({ HOST: '0.0.0.0', CALLERS_FILE: path });
    const line = await gateway.line(/callers name accounts not served/);
    expect(JSON.parse(line)).toMatchObject({ accounts: ['gone', 'lost'] });
    const url = await gateway.url();
    expect((await post(url, ids)).status).toBe(401);
    expect((await post(url, ids, bearer('secret'))).status).toBe(200);
    expect(gateway.stderr()).not.toContain('secret');
  });

  test('with a file that cannot be used ends in a line that names the place', async () => {
    const { path } = fileOf({ callers: [{ ...entryOf([]), weight: 0 }] });
    const gateway = start({ CALLERS_FILE: path });
    expect(await gateway.exit).toBe(1);
    expect(gateway.stderr()).toBe(
      `CALLERS_FILE ${path}, entry 1: weight must be a number above 0 and up to 1000, without quotes\n`,
    );
  });
});

describe('a new token', () => {
  const make = (...args: readonly string[]) =>
    spawnSync(process.execPath, ['src/callers/new-token.ts', ...args], { encoding: 'utf8' });

  test('is another one each time, and can be known as one of these', () => {
    const [one, other] = [make(), make('--accounts', 'all')].map(({ stdout }) =>
      stdout.split('\n'),
    );
    expect(one?.[0]).toMatch(/^okxgw_[\w-]{43}$/);
    expect(one?.[0]).not.toBe(other?.[0]);
    expect(JSON.parse(one?.[1] ?? '')).toEqual(entryOf([one?.[0] ?? ''], 'dashboard', []));
    expect(JSON.parse(other?.[1] ?? '')).toMatchObject({ accounts: 'all' });
  });

  test.each([
    [['--name', 'a b'], /^name must be 1 to 64 letters/],
    [['--accounts', 'a b'], /^accounts must be 1 to 64 letters/],
    [['--nmae', 'a'], /^npm run token -- /],
  ])('is not made for what the file could not hold: %j', (args, told) => {
    const { status, stdout, stderr } = make(...args);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(told);
  });
});

describe('over the wire', () => {
  test('of two headers none is taken, whichever is good', async () => {
    const { path } = fileOf({ callers: [entryOf(['good'])] });
    const url = await start({ CALLERS_FILE: path }).url();
    for (const tokens of [['good', 'good'], ['good', 'bad'], ['bad', 'good'], ['good']]) {
      const client = await connectTo(url);
      const headers = tokens.map((token) => `Authorization: Bearer ${token}\r\n`).join('');
      client.write(
        `${head}${headers}Connection: close\r\nContent-Length: ${ids.length}\r\n\r\n${ids}`,
      );
      const status = tokens.length === 1 ? '200 OK' : '401 Unauthorized';
      expect(await text(client)).toMatch(new RegExp(`^HTTP/1.1 ${status}\r\n`));
    }
  });

  test('a page of a listed origin may ask to send a token, and reads why it is refused', async () => {
    const { path } = fileOf({ callers: [entryOf(['good'])] });
    const origin = 'https://app.example';
    const url = await start({ CALLERS_FILE: path, CORS_ORIGINS: origin }).url();
    const asked = await fetch(url, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type,x-on-behalf-of',
      },
    });
    expect(asked.status).toBe(204);
    expect(asked.headers.get('access-control-allow-headers')).toBe(
      'authorization,content-type,x-on-behalf-of',
    );
    const refused = await post(url, ids, { origin });
    expect(refused.status).toBe(401);
    expect(refused.headers.get('access-control-allow-origin')).toBe(origin);
    expect(refused.headers.get('access-control-expose-headers')).toContain('www-authenticate');
    // With no credentials that a browser would send by itself.
    expect(refused.headers.get('access-control-allow-credentials')).toBeNull();
  });

  test('a refusal leaves the connection to others, whatever was to be sent', async () => {
    const { path } = fileOf({ callers: [entryOf(['good'])] });
    const url = await start({ CALLERS_FILE: path }).url();
    const large = JSON.stringify({ query: `{ accounts { id } } #${'x'.repeat(200_000)}` });
    for (let count = 0; count < 20; count += 1) {
      expect((await post(url, large)).status).toBe(401);
      expect((await post(url, ids, bearer('good'))).status).toBe(200);
    }
  });
});

test('nothing is lost while tokens, keys of issuers and keys of accounts take each other’s place', async () => {
  const [spot] = defaultAccounts.filter(({ id }) => id === 'spot');
  const next = { ...spot, apiKey: '5eed0000-0000-4000-8000-00000000ffff' } as typeof spot & object;
  const accounts = [...defaultAccounts, next];
  const exchange = createSimulatedExchange({ clock: systemClock, accounts, moving: false });
  const { url: baseUrl, close } = await listenSimulatedExchange(exchange);
  onTestFinished(close);
  const [one, other] = [rsa(), rsa()];
  const jwtBy = ({ privateKey }: typeof one, kid: string): string => {
    const exp = Math.floor(Date.now() / 1_000) + 600;
    return signToken({ alg: 'RS256', kid }, { ...goodClaims, exp }, privateKey);
  };
  const keyOf = ({ publicKey }: typeof one, kid: string) => publicJwk(publicKey, { kid });
  const jwksUrl = await serveKeys(keyOf(one, 'one'));
  const bothUrl = await serveKeys(keyOf(one, 'one'), keyOf(other, 'other'));
  const jwt = { ...trusted, jwksUrl };
  const callers = fileOf({ callers: [entryOf(['old'])], jwt });
  const served = fileOf(entriesOf(defaultAccounts, baseUrl));
  const gateway = start({
    CALLERS_FILE: callers.path,
    ACCOUNTS_FILE: served.path,
    MAX_AGE_MS: '1000',
  });
  const url = await gateway.url();

  const query = JSON.stringify({ query: '{ account { id details(ccy: ["ETH"]) { ccy } } }' });
  const good = {
    status: 200,
    body: { data: { account: { id: 'spot', details: [{ ccy: 'ETH' }] } } },
  };
  const tokens = new Set(['old', jwtBy(one, 'one')]);
  const bad: unknown[] = [];
  let answered = 0;
  let isOver = false;
  const ask = async (token: string) => {
    const response = await post(url, query, bearer(token));
    const body: unknown = await response.json();
    answered += 1;
    if (JSON.stringify({ status: response.status, body }) !== JSON.stringify(good)) {
      bad.push({ status: response.status, body });
    }
  };
  const client = async (): Promise<void> => {
    // oxlint-disable-next-line no-unmodified-loop-condition -- by the end of the test
    while (!isOver) await Promise.all([...tokens].map(ask));
  };
  const clients = Array.from({ length: 8 }, client);
  const until = async (count: number) => {
    const goal = answered + count;
    await expect.poll(() => answered, { timeout: 30_000 }).toBeGreaterThan(goal);
  };
  let reloads = 0;
  const reload = async (content: unknown) => {
    reloads += 1;
    callers.write(content);
    gateway.signal('SIGHUP');
    const told = () => gateway.stderr().split('"callers reloaded"').length - 1;
    await expect.poll(told, { timeout: 10_000 }).toBeGreaterThanOrEqual(reloads);
  };

  await until(50);
  const both = { ...jwt, jwksUrl: bothUrl };
  await reload({ callers: [entryOf(['old', 'new'])], jwt: both });
  for (const token of ['new', jwtBy(other, 'other')]) tokens.add(token);
  await until(100);
  served.write(entriesOf([...defaultAccounts.filter(({ id }) => id !== 'spot'), next], baseUrl));
  gateway.signal('SIGHUP');
  await gateway.line(/"accounts reloaded"/);
  await until(100);
  tokens.delete('old');
  // More than can have been sent with it.
  await until(200);
  await reload({ callers: [entryOf(['new'])], jwt: both });
  await until(100);
  isOver = true;
  await Promise.all(clients);
  expect(bad).toEqual([]);
  expect((await post(url, query, bearer('old'))).status).toBe(401);
}, 120_000);
