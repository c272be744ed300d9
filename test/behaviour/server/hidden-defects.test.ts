import { pino } from 'pino';
import { expect, test } from 'vitest';
import { Secret } from '../../../src/exchange/secret.ts';
import { createGateway } from '../../../src/server/gateway.ts';
import { createManualClock } from '../../support/manual-clock.ts';

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
