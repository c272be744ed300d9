import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { Secret } from '../../../src/exchange/secret.ts';
import { createGateway } from '../../../src/server/gateway.ts';
import { listen } from '../../../src/server/listen.ts';
import { systemClock } from '../../../src/time/clock.ts';
import { createShownKeys, trusted } from '../../support/jwt-issuer.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { post } from '../../support/post.ts';

test('a defect is told to the log and hidden from the client', async () => {
  const lines: string[] = [];
  const secret = new Secret('made-up');
  const credentials = { id: 'desk', apiKey: secret, secretKey: secret, passphrase: secret };
  const gateway = createGateway(
    {
      accounts: [{ ...credentials, baseUrl: 'http://exchange.test', demo: false }],
      maxAgeMs: 200,
      deadlineMs: 1_000,
      maxWaitMs: 1_000,
    },
    {
      log: pino({ level: 'error' }, { write: (line) => void lines.push(line) }),
      random: () => 0.5,
      clock: {
        ...createManualClock(),
        wallTime: () => {
          throw new Error('the inside of the gateway');
        },
      },
    },
  );
  const response = await gateway.handler.fetch('http://gateway/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ account { id totalEq } }' }),
  });
  const answer = await response.text();
  expect(JSON.parse(answer)).toMatchObject({
    data: { account: { id: 'desk', totalEq: null } },
    errors: [{ path: ['account', 'totalEq'], extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
  });
  expect(answer).not.toContain('inside');
  expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([
    { msg: 'internal error masked', err: { message: 'the inside of the gateway' } },
  ]);
});

test('one while it is found out who asks, too, whichever way: the process goes on', async () => {
  const lines: string[] = [];
  const secret = new Secret('made-up');
  const credentials = { id: 'desk', apiKey: secret, secretKey: secret, passphrase: secret };
  const { handler, close } = createGateway(
    {
      accounts: [{ ...credentials, baseUrl: 'http://exchange.test', demo: false }],
      callers: { callers: [], jwt: trusted },
      maxAgeMs: 200,
      deadlineMs: 1_000,
      maxWaitMs: 1_000,
    },
    {
      log: pino({ level: 'error' }, { write: (line) => void lines.push(line) }),
      random: () => 0.5,
      fetchKeys: createShownKeys().fetch,
      clock: {
        ...systemClock,
        wallTime: () => {
          throw new Error('the inside of the gateway');
        },
      },
    },
  );
  onTestFinished(close);
  const server = await listen(handler, { host: '127.0.0.1', port: 0 });
  onTestFinished(() => server.close(0));
  const body = '{"query":"{ __typename }"}';
  const token = { authorization: 'Bearer a.jwt.here' };
  for (const type of ['application/json', 'application/json', 'application/graphql+json']) {
    const response = await post(`${server.url}/graphql`, body, { ...token, 'content-type': type });
    expect(response.status).toBe(500);
    const answer = await response.text();
    expect(answer).not.toContain('inside');
    expect(JSON.parse(answer)).toMatchObject({
      errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
    });
  }
  const line = { msg: 'internal error masked', err: { message: 'the inside of the gateway' } };
  expect(lines.map((one): unknown => JSON.parse(one))).toMatchObject([line, line, line]);
});
