import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkHost, createHostCheck } from '../../../src/server/check-host.ts';

/** What stands in the way of a request, as its status; null when it is taken. */
const statusOf = (host: string, listensOn: string) =>
  checkHost({ headers: { host }, url: '/graphql' }, listensOn)?.status ?? null;

describe('what listens on loopback, in whatever spelling,', () => {
  const spellings = [
    'localhost',
    'LOCALHOST',
    '127.0.0.1',
    '127.0.0.2',
    '::1',
    '0:0:0:0:0:0:0:1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
  ];

  test.each(spellings)('%s, answers to its names and to no other', (listensOn) => {
    expect(statusOf('evil.example:4000', listensOn)).toBe(421);
    expect(statusOf('localhost.evil.example', listensOn)).toBe(421);
    expect(statusOf('10.0.0.1', listensOn)).toBe(421);
    for (const host of [
      'localhost:4000',
      '127.0.0.1',
      '127.9.9.9:1',
      '[::1]:4000',
      '[::ffff:127.0.0.1]',
    ]) {
      expect({ host, status: statusOf(host, listensOn) }).toEqual({ host, status: null });
    }
  });
});

test.each(['0.0.0.0', '::', '10.0.0.1', 'gateway.example'])(
  'what listens on %s answers to any name',
  (listensOn) => expect(statusOf('evil.example', listensOn)).toBeNull(),
);

test.each(['127.0.0.1', '0.0.0.0'])(
  'a host or path that cannot be read is refused on %s, and none is beyond it',
  (listensOn) => {
    expect(statusOf('', listensOn)).toBe(400);
    const unit = fc.constantFrom(...'ahost019.:[]%@/?#\\ -_'.split(''), '127.0.0.1', 'localhost');
    const any = fc.oneof(fc.string({ unit, maxLength: 12 }), fc.string({ maxLength: 12 }));
    fc.assert(
      fc.property(any, any, (host, path) => {
        const refusal = checkHost({ headers: { host }, url: `/${path}` }, listensOn);
        expect([undefined, 400, 421]).toContain(refusal?.status);
        if (!refusal) expect(new URL(`http://${host}/${path}`).host).not.toBe('');
      }),
    );
  },
);

test('what a server has taken lets in nothing else after it, also where the two make the same text', () => {
  const check = createHostCheck('127.0.0.1');
  const statusFrom = (host: string, url: string) => check({ headers: { host }, url })?.status;
  const right = ['localhost', '/graphql'] as const;
  for (const [host, url, status] of [
    ['evil.example', '/graphql', 421],
    ['localhost', 'graphql', 400],
    ['localhost/', 'graphql', 400],
    ['localhost/gra', 'phql', 400],
    ['', '/graphql', 400],
  ] as const) {
    expect([statusFrom(...right), statusFrom(...right)]).toEqual([undefined, undefined]);
    expect({ host, url, status: statusFrom(host, url) }).toEqual({ host, url, status });
  }
});
