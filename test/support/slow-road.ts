import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A way to Redis on which everything takes so many milliseconds, there and back. */
export async function startSlowRoad(url: string, eachWayMs: number) {
  const { port } = new URL(url);
  const ends: Socket[] = [];
  let isCutOff = false;
  const server = createServer((near) => {
    const far = connect(Number(port), '127.0.0.1');
    ends.push(near, far);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('data', (bytes) => {
        if (!isCutOff) setTimeout(() => to.write(bytes), eachWayMs);
      });
      from.on('error', () => {});
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `redis://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    /** Lets nothing pass, and closes no connection. */
    cutOff() {
      isCutOff = true;
    },
    mend() {
      isCutOff = false;
    },
    async [Symbol.asyncDispose]() {
      for (const end of ends) end.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
