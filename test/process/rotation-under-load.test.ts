import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { defaultAccounts, entriesOf } from '../../src/simulator/accounts.ts';
import { createSimulatedExchange } from '../../src/simulator/exchange.ts';
import { listenSimulatedExchange } from '../../src/simulator/listen.ts';
import { systemClock } from '../../src/time/clock.ts';
import { entryOf, fileOf } from '../support/callers-on-disk.ts';
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
import { start } from '../support/running-gateway.ts';

/** An issuer on a port that shows these keys, until the end of the test. */
async function serveKeys(...keys: readonly Json[]): Promise<string> {
  const server = createServer((_, response) => void response.end(JSON.stringify({ keys })));
  onTestFinished(() => void server.close());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/jwks`;
}

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
    await expect.poll(() => answered).toBeGreaterThan(goal);
  };
  let reloads = 0;
  const reload = async (content: unknown) => {
    reloads += 1;
    callers.write(content);
    gateway.signal('SIGHUP');
    const told = () => gateway.stderr().split('"callers reloaded"').length - 1;
    await expect.poll(told).toBeGreaterThanOrEqual(reloads);
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
});
