import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type GatewayProcess, startGateway } from '../../support/gateway-process.ts';

let gateway: GatewayProcess;
let url: string;

beforeAll(async () => {
  gateway = startGateway({ PORT: '0' });
  url = await gateway.url();
});

afterAll(async () => {
  gateway.signal('SIGKILL');
  await gateway.exit;
});

describe('GraphQL over HTTP, as its reference implementation judges a running server', () => {
  const audits = serverAudits({ url: () => url, fetchFn: fetch });

  test('is judged by all audits', () => {
    expect(audits.length).toBeGreaterThanOrEqual(61);
  });

  test.each(audits.map(({ id, name, fn }) => [id, name, fn] as const))(
    '%s %s',
    async (...audit) => {
      const [, , fn] = audit;
      const result = await fn();
      const reason = 'reason' in result ? result.reason : '';
      // A notice tells that the server does not use a freedom that the specification gives it.
      expect({ reason, status: result.status }).toEqual({
        reason,
        status: expect.stringMatching(/^(ok|notice)$/),
      });
    },
  );
});
