import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, connect, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { onTestFinished } from 'vitest';

/** A certificate of an hour that is good for these names, until the end of the test; wants openssl. */
export function createCertificate(...names: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'certificate-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const alternatives = names.map((name) => `DNS:${name}`).join(',');
  const how =
    'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=made-up';
  const options = ['-addext', `subjectAltName=${alternatives}`, '-keyout', key, '-out', cert];
  execFileSync('openssl', [...how.split(' '), ...options], { stdio: 'ignore' });
  return { file: cert, key: readFileSync(key), cert: readFileSync(cert) };
}

/** Takes TLS on a port of this machine, and passes on what is in it to a plain one. Gives its port. */
export async function listenTls(
  plainPort: number,
  certificate: ReturnType<typeof createCertificate>,
): Promise<number> {
  return listen(
    createTlsServer(certificate, (socket) => connectBoth(socket, connect(plainPort, '127.0.0.1'))),
  );
}

/** What a proxy was asked for, as `name:port`, and by whom. */
interface Tunnel {
  readonly target: string | undefined;
  readonly authorization: string | undefined;
}

/**
 * An HTTP proxy that leads each name to a port of this machine, and refuses whoever asks for another one.
 */
export async function listenConnectProxy(
  ports: Readonly<Record<string, number>>,
): Promise<{ readonly port: number; readonly tunnels: readonly Tunnel[] }> {
  const tunnels: Tunnel[] = [];
  const server = createHttpServer().on('connect', ({ url = '', headers }, socket: Socket) => {
    tunnels.push({ target: url, authorization: headers['proxy-authorization'] });
    const port = ports[url];
    if (port === undefined) {
      return socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
    }
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
    return connectBoth(socket, connect(port, '127.0.0.1'));
  });
  return { port: await listen(server), tunnels };
}

function connectBoth(one: Socket, other: Socket): void {
  one.pipe(other).pipe(one);
  for (const [end, otherEnd] of [
    [one, other],
    [other, one],
  ] as const) {
    end.on('error', () => otherEnd.destroy()).on('close', () => otherEnd.destroy());
  }
}

/** Has a server listen on a port of this machine until the end of the test. Gives the port. */
export async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return (server.address() as AddressInfo).port;
}
