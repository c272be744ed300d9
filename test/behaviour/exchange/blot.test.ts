import { describe, expect, test } from 'vitest';
import { createBlot } from '../../../src/exchange/blot.ts';
import { Secret } from '../../../src/exchange/secret.ts';

const account = {
  id: 'main',
  apiKey: new Secret('1f2e3d4c-aaaa-bbbb-cccc-0123456789ab'),
  secretKey: new Secret('letters'),
  passphrase: new Secret('pass (word)+'),
  baseUrl: 'http://exchange.test',
  demo: false,
};
const blot = createBlot(account);

describe('of the words of the exchange', () => {
  test.each([
    ['Your IP 203.0.113.7 is not on the list', 'Your IP … is not on the list'],
    ['Your IP 203.0.113.7:8080, sorry', 'Your IP …, sorry'],
    ['Your IP 2001:db8::17 is not on the list', 'Your IP … is not on the list'],
    ['from ::ffff:203.0.113.7', 'from …'],
    ['key 1F2E3D4C-aaaa-bbbb-cccc-0123456789ab', 'key …'],
    ['key 99999999-aaaa-bbbb-cccc-0123456789ab of another', 'key … of another'],
    ['Parameter letters error', 'Parameter … error'],
    ['wrong pass (word)+!', 'wrong …!'],
    ['wrong pass%20(word)%2B!', 'wrong …!'],
    ['sign YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXo=', 'sign …'],
    ['two\nlines\u2028and more', 'two lines and more'],
    ['Parameter ccy error', 'Parameter ccy error'],
    ['Instrument BTC-USDT-SWAP is at 12.5 now', 'Instrument BTC-USDT-SWAP is at 12.5 now'],
  ])('%j leaves %j', (words, left) => {
    expect(blot(words)).toBe(left);
  });

  test('no more is left than a line should hold, and no part of a secret at its end', () => {
    const words = `${'so much '.repeat(24)}letters${' x'.repeat(10_000)}`;
    expect(blot(words)).toHaveLength(200);
    expect(blot(words)).not.toContain('lett');
  });
});
