import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** How a query begins on the wire; its length, and what else is to be said, follow. */
export const head =
  'POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n';

/** A connection, until the end of the test. */
export async function connectTo(url: string): Promise<Socket> {
  const { port, hostname } = new URL(url);
  const client = connect(Number(port), hostname);
  onTestFinished(() => void client.destroy());
  await once(client, 'connect');
  return client;
}
