import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { defaultAccounts, entriesOf } from '../../src/simulator/accounts.ts';
import { createSimulatedExchange } from '../../src/simulator/exchange.ts';
import { listenSimulatedExchange } from '../../src/simulator/listen.ts';
import { systemClock } from '../../src/time/clock.ts';
import { freePort } from '../support/free-port.ts';
import { publicJwk, trusted } from '../support/jwt-issuer.ts';
import { ask } from '../support/post.ts';
import { describeWith } from '../support/programs.ts';
import { start } from '../support/running-gateway.ts';
import { createCertificate, listen, listenConnectProxy, listenTls } from '../support/tls-hosts.ts';

const total = '{ account { totalEq } }';
const right = { data: { account: { totalEq: expect.stringMatching(/^\d/) } } };

/** An exchange that takes TLS, as `exchange.test` by a proxy and as `localhost` straight. */
async function createWorld() {
  const certificate = createCertificate('exchange.test', 'login.test', 'localhost');
  const exchange = createSimulatedExchange({ clock: systemClock });
  const { url, close } = await listenSimulatedExchange(exchange);
  onTestFinished(close);
  const port = await listenTls(Number(new URL(url).port), certificate);
  const folder = mkdtempSync(join(tmpdir(), 'proxy-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  function fileOf(name: string, content: unknown): string {
    const file = join(folder, name);
    writeFileSync(file, JSON.stringify(content));
    return file;
  }
  return {
    certificate,
    port,
    fileOf,
    settings: (baseUrl: string) => ({
      ACCOUNTS_FILE: fileOf('accounts.json', entriesOf(defaultAccounts.slice(0, 1), baseUrl)),
      NODE_EXTRA_CA_CERTS: certificate.file,
    }),
  };
}

describeWith('openssl', 'with HTTPS_PROXY', () => {
  test.each(['HTTPS_PROXY', 'https_proxy'])(
    'the exchange is reached through it, with the password of %s, which nothing shows',
    async (name) => {
      const { port, settings } = await createWorld();
      const proxy = await listenConnectProxy({ 'exchange.test:443': port });
      const gateway = start({
        ...settings('https://exchange.test'),
        [name]: `http://gateway:S3cr3t%20word@127.0.0.1:${proxy.port}`,
      });
      expect(await ask(await gateway.url(), total)).toEqual(right);
      const authorization = `Basic ${Buffer.from('gateway:S3cr3t word').toString('base64')}`;
      expect(proxy.tunnels).not.toEqual([]);
      for (const tunnel of proxy.tunnels) {
        expect(tunnel).toEqual({ target: 'exchange.test:443', authorization });
      }
      expect(JSON.parse(await gateway.line(/gateway started/))).toMatchObject({
        proxy: `127.0.0.1:${proxy.port}`,
      });
      expect(gateway.stdout() + gateway.stderr()).not.toMatch(/S3cr3t/);
    },
  );

  test('what NO_PROXY lists is reached straight', async () => {
    const { port, settings } = await createWorld();
    const proxy = await listenConnectProxy({});
    const gateway = start({
      ...settings(`https://localhost:${port}`),
      HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`,
      NO_PROXY: 'login.test, localhost',
    });
    expect(await ask(await gateway.url(), total)).toEqual(right);
    expect(proxy.tunnels).toEqual([]);
  });

  test('a proxy that lets nothing through, or is not there, is told apart from an exchange that is not', async () => {
    const { settings } = await createWorld();
    const proxy = await listenConnectProxy({});
    const nobody = await freePort();
    const reasons = [
      [proxy.port, 'the proxy answers 407'],
      [nobody, `the proxy 127.0.0.1:${nobody} cannot be reached (ECONNREFUSED)`],
    ] as const;
    for (const [port, reason] of reasons) {
      const gateway = start({
        ...settings('https://exchange.test'),
        HTTPS_PROXY: `http://gateway:S3cr3t@127.0.0.1:${port}`,
      });
      expect(JSON.parse(await gateway.line(/account check failed/))).toMatchObject({
        host: 'exchange.test',
        code: 'UPSTREAM_UNAVAILABLE',
        cause: reason,
      });
      expect(JSON.parse(await gateway.line(/call failed/))).toMatchObject({ reason });
      expect(gateway.stdout() + gateway.stderr()).not.toMatch(/S3cr3t/);
    }
    expect(proxy.tunnels).not.toEqual([]);
  });

  test('so is the issuer of JWTs', async () => {
    const { certificate, port, fileOf, settings } = await createWorld();
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const keys = JSON.stringify({ keys: [publicJwk(publicKey, { kid: 'one' })] });
    const issuer = await listen(createServer((_, response) => response.end(keys)));
    const proxy = await listenConnectProxy({
      'exchange.test:443': port,
      'login.test:443': await listenTls(issuer, certificate),
    });
    const gateway = start({
      ...settings('https://exchange.test'),
      CALLERS_FILE: fileOf('callers.json', { jwt: trusted }),
      HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`,
    });
    expect(JSON.parse(await gateway.line(/keys of the token issuer read/))).toMatchObject({
      keys: 1,
    });
    expect(proxy.tunnels.map(({ target }) => target)).toContain('login.test:443');
  });

  test('an issuer behind a proxy that is not there is told so', async () => {
    const { fileOf, settings } = await createWorld();
    const gateway = start({
      ...settings('https://exchange.test'),
      CALLERS_FILE: fileOf('callers.json', { jwt: trusted }),
      HTTPS_PROXY: `http://127.0.0.1:${await freePort()}`,
    });
    expect(JSON.parse(await gateway.line(/keys of the token issuer not read/))).toMatchObject({
      reason: 'it cannot be reached (PROXY_UNREACHABLE)',
    });
  });
});
