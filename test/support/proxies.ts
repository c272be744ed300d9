import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { createCertificate } from './certificate.ts';
import { freePort } from './free-port.ts';

export type ProxyName = 'nginx' | 'haproxy';

/** One of the recipes of docs/deploy as it runs before two gateways, until the end of the test. */
export interface Proxy {
  /** Of the graph, by HTTPS. */
  readonly url: string;
  /** By which its address is trusted. */
  readonly certificate: string;
}

interface Recipe {
  readonly command: readonly [string, ...string[]];
  readonly environment?: Readonly<Record<string, string>>;
}

interface Place {
  readonly folder: string;
  readonly port: number;
  readonly gatewayPorts: readonly [number, number];
}

const deploy = fileURLToPath(new URL('../../docs/deploy/', import.meta.url));

/** @throws Error with what it printed when it does not begin to serve */
export async function startProxy(
  name: ProxyName,
  gatewayPorts: readonly [number, number],
): Promise<Proxy> {
  const folder = mkdtempSync(join(tmpdir(), `${name}-`));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const port = await freePort();
  const place = { folder, port, gatewayPorts };
  const certificate = createCertificate(folder);
  await serve({ ...recipes[name](place), port });
  return { url: `https://localhost:${port}/graphql`, certificate: certificate.text };
}

/**
 * Starts what serves at a port, until the end of the test.
 * @throws Error with what it printed when it ends instead
 */
export async function serve({
  command: [program, ...args],
  environment,
  port,
}: Recipe & Pick<Place, 'port'>): Promise<void> {
  const child = spawn(program, args, {
    env: { PATH: process.env['PATH'] ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (printed += text));
  }
  const ended = once(child, 'close');
  onTestFinished(async () => {
    child.kill('SIGTERM');
    await ended;
  });
  const hasEnded = ended.then(() => true);
  while (!(await isOpen(port))) {
    if (await Promise.race([hasEnded, soon()])) throw new Error(`${program} ended: ${printed}`);
  }
}

/** How each is started, with the ports and files of the test in place of those that a machine has. */
const recipes: Readonly<Record<ProxyName, (place: Place) => Recipe>> = {
  nginx({ folder, port, gatewayPorts: [one, two] }) {
    const text = readFileSync(join(deploy, 'nginx.conf'), 'utf8')
      // Whole numbers only: a port that was put in can begin like one that is still to be replaced.
      .replace(/(?<=listen )443\b/, `127.0.0.1:${port}`)
      .replace('[::]:443', `[::1]:${port}`)
      .replace(/127\.0\.0\.1:4001\b/, `127.0.0.1:${one}`)
      .replace(/127\.0\.0\.1:4002\b/, `127.0.0.1:${two}`)
      .replace('/etc/nginx/tls/gateway.crt', join(folder, 'tls.crt'))
      .replace('/etc/nginx/tls/gateway.key', join(folder, 'tls.key'))
      .replace('/var/log/nginx', folder);
    writeFileSync(join(folder, 'site.conf'), text);
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (kind) => `${kind}_temp_path ${folder}/${kind};`,
    );
    const main = [
      'user root;',
      'daemon off;',
      `pid ${folder}/nginx.pid;`,
      'error_log stderr;',
      'events {}',
      `http { ${temporary.join(' ')} include ${folder}/site.conf; }`,
    ];
    writeFileSync(join(folder, 'nginx.conf'), main.join('\n'));
    return { command: ['nginx', '-e', 'stderr', '-c', join(folder, 'nginx.conf')] };
  },
  haproxy: ({ folder, port, gatewayPorts: [one, two] }) => ({
    command: ['haproxy', '-f', join(deploy, 'haproxy.cfg')],
    environment: {
      UNPRIVILEGED: 'true',
      LISTEN: `127.0.0.1:${port}`,
      CERTIFICATE: join(folder, 'tls.pem'),
      GATEWAY_ONE: `127.0.0.1:${one}`,
      GATEWAY_TWO: `127.0.0.1:${two}`,
      CHECK_EVERY: '100ms',
      CHECK_AGAIN: '50ms',
    },
  }),
};

async function isOpen(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

async function soon(): Promise<false> {
  const { promise, resolve } = Promise.withResolvers<false>();
  setTimeout(resolve, 50, false);
  return promise;
}
