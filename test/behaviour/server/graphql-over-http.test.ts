import { serverAudits } from 'graphql-http';
import { describe, expect, test } from 'vitest';
import { createHarness } from '../../support/harness.ts';

describe.each([
  ['as requests go over a socket', 'as-served'],
  ['through Yoga', 'yoga'],
] as const)('GraphQL over HTTP, as its reference implementation judges a server, %s', (_, way) => {
  const { handler } = createHarness({ way }).gateway;
  const audits = serverAudits({
    url: 'http://gateway/graphql',
    fetchFn: async (url: string, init: RequestInit = {}) => handler.fetch(url, init),
  });

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
