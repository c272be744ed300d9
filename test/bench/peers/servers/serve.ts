import type { Server } from 'node:http';

/** Listens on a free port of this machine and says where, as the run waits to read. */
export function serve(server: Server): void {
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new TypeError('not on a TCP port');
    ready(`http://127.0.0.1:${address.port}/graphql`);
  });
}

export function ready(url: string): void {
  console.log(`Ready ${url}`);
  process.once('SIGTERM', () => process.exit());
}
