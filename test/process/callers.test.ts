import { spawnSync } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { entryOf, fileOf } from '../support/callers-on-disk.ts';
import { bearer } from '../support/knock.ts';
import { post } from '../support/post.ts';
import { connectTo, head } from '../support/raw-client.ts';
import { start } from '../support/running-gateway.ts';

const open = { HOST: '0.0.0.0', ALLOW_ANONYMOUS: 'true', EMBEDDED: 'true' };
const ids = JSON.stringify({ query: '{ accounts { id } }' });

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
    const gateway = start({ HOST: '0.0.0.0', EMBEDDED: 'true', CALLERS_FILE: path });
    const line = await gateway.line(/callers name accounts not served/);
    expect(JSON.parse(line)).toMatchObject({ accounts: ['gone', 'lost'] });
    const url = await gateway.url();
    expect((await post(url, ids)).status).toBe(401);
    expect((await post(url, ids, bearer('secret'))).status).toBe(200);
    expect(gateway.stderr()).not.toContain('secret');
  });

  test('is not the last time that this is said: so is a change of either file', async () => {
    const accountOf = (id: string) => ({ id, apiKey: id, secretKey: id, passphrase: id });
    const callers = fileOf({ callers: [entryOf(['secret'], 'one', ['spot'])] });
    const accounts = fileOf([accountOf('spot'), accountOf('more')]);
    const gateway = start({ CALLERS_FILE: callers.path, ACCOUNTS_FILE: accounts.path });
    await gateway.url();
    expect(gateway.stderr()).not.toContain('not served');
    callers.write({ callers: [entryOf(['secret'], 'one', ['spot', 'gone'])] });
    gateway.signal('SIGHUP');
    await gateway.line(/"accounts":\["gone"\].*callers name accounts not served/);
    accounts.write([accountOf('more')]);
    gateway.signal('SIGHUP');
    await gateway.line(/"accounts":\["spot","gone"\].*callers name accounts not served/);
  });

  test('with callers shows a command that asks with a token', async () => {
    const { path } = fileOf({ callers: [entryOf(['good'])] });
    const gateway = start({ EMBEDDED: 'true', CALLERS_FILE: path });
    await gateway.url();
    const [, command = ''] = /^Try +(.*)$/m.exec(gateway.stdout()) ?? [];
    const env = { ...process.env, TOKEN: 'good' };
    const { stdout } = spawnSync('sh', ['-c', command], { encoding: 'utf8', env });
    expect(JSON.parse(stdout)).toMatchObject({ data: { account: { id: 'spot' } } });
  });

  test('with a file that cannot be used ends in a line that names the place', async () => {
    const { path } = fileOf({ callers: [{ ...entryOf([]), weight: 0 }] });
    const gateway = start({ EMBEDDED: 'true', CALLERS_FILE: path });
    expect(await gateway.exit).toBe(1);
    expect(gateway.stderr()).toBe(
      `CALLERS_FILE ${path}, entry 1: weight must be a number from 0.001 to 1000, without quotes\n`,
    );
  });
});

describe('a new token', () => {
  const make = (...args: readonly string[]) =>
    spawnSync(process.execPath, ['src/callers/new-token.ts', ...args], { encoding: 'utf8' });

  test('is another one each time, and can be known as one of these', () => {
    const [one, other] = ['spot', 'all'].map((accounts) =>
      make('--name', 'one', '--accounts', accounts).stdout.split('\n'),
    );
    expect(one?.[0]).toMatch(/^okxgw_[\w-]{43}$/);
    expect(one?.[0]).not.toBe(other?.[0]);
    expect(JSON.parse(one?.[1] ?? '')).toEqual(entryOf([one?.[0] ?? '']));
    expect(JSON.parse(other?.[1] ?? '')).toMatchObject({ accounts: 'all' });
  });

  test.each([
    [['--name', 'a b', '--accounts', 'spot'], /^name must be 1 to 64 letters/],
    [['--name', 'a', '--accounts', 'a b'], /^accounts must be 1 to 64 letters/],
    [['--name', 'a', '--acounts', 'spot'], /^npm run token -- /],
    [['--name', 'a'], /^npm run token -- /],
    [['--accounts', 'spot'], /^npm run token -- /],
    [['--name', 'a', '--accounts', ''], /^npm run token -- /],
  ])('is not made for what the file could not hold, or nobody said: %j', (args, told) => {
    const { status, stdout, stderr } = make(...args);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(told);
  });
});

describe('over the wire', () => {
  test('of two headers none is taken, whichever is good', async () => {
    const { path } = fileOf({ callers: [entryOf(['good'])] });
    const url = await start({ EMBEDDED: 'true', CALLERS_FILE: path }).url();
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
    const url = await start({ EMBEDDED: 'true', CALLERS_FILE: path, CORS_ORIGINS: origin }).url();
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
    const url = await start({ EMBEDDED: 'true', CALLERS_FILE: path }).url();
    const large = JSON.stringify({ query: `{ accounts { id } } #${'x'.repeat(200_000)}` });
    for (let count = 0; count < 20; count += 1) {
      expect((await post(url, large)).status).toBe(401);
      expect((await post(url, ids, bearer('good'))).status).toBe(200);
    }
  });
});
