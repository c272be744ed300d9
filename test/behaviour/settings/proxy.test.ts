import { expect, test } from 'vitest';
import { parseSettings } from '../../../src/settings/settings.ts';

test('a proxy is taken with its exceptions, and shows its password to nobody', () => {
  const { proxy } = parseSettings({
    HTTPS_PROXY: 'http://me:word@proxy.test:3128',
    NO_PROXY: 'login.test, .internal,[::1]:8080',
  });
  expect(proxy?.url.reveal()).toBe('http://me:word@proxy.test:3128');
  expect(proxy?.except).toBe('login.test, .internal,[::1]:8080');
  expect(JSON.stringify(proxy)).not.toContain('word');
});

test('of two spellings the one in lower case goes first, as in other programs', () => {
  const upper = { HTTPS_PROXY: 'http://upper.test', NO_PROXY: 'upper.test' };
  const lower = { https_proxy: 'http://lower.test', no_proxy: 'lower.test' };
  expect(parseSettings({ ...upper, ...lower }).proxy).toMatchObject({ except: 'lower.test' });
  expect(parseSettings({ ...upper, ...lower }).proxy?.url.reveal()).toBe('http://lower.test');
  expect(parseSettings(lower).proxy?.url.reveal()).toBe('http://lower.test');
});

test('without a proxy there is nothing to be exempt from, and a proxy for plain http is for nothing', () => {
  expect(parseSettings({ NO_PROXY: 'a.test', HTTP_PROXY: 'http://proxy.test' }).proxy).toBeNull();
});

test.each([
  'proxy.test:3128',
  'socks5://proxy.test',
  'http://me:word%zz@proxy.test',
  'http://proxy.test/a',
])('%s is refused without being quoted', (HTTPS_PROXY) => {
  expect(() => parseSettings({ HTTPS_PROXY })).toThrow(
    /^HTTPS_PROXY must be the address of an HTTP proxy such as http:\/\/user:password@host:3128, without path$/,
  );
});
