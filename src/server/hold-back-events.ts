import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { sendsEvents } from './takes-events.ts';
import { farEnd, unreadConnections } from './unread-connections.ts';

const lookEveryMs = 1_000;
/** Of a stream by which less was written it is not worth a look, which takes the system some milliseconds. */
const worthBytes = 64 * 2 ** 10;

/**
 * Gives the system no more of a stream of which it holds very much. It would take some MiB for each reader that has stopped
 * reading, which is memory of the machine and work for its processor. Held back, the stream is seen to be untaken: its reader
 * skips ahead to the latest if it goes on, and is cut off if it does not.
 *
 * @param underWay what is not answered yet
 * @returns how to stop
 */
export function holdBackEvents(underWay: Iterable<ServerResponse>): () => void {
  const held = new Set<Socket>();
  /** What was written to each until the last look. */
  const written = new WeakMap<Socket, number>();
  let isLooking = false;

  async function look(): Promise<void> {
    const sockets = Array.from(underWay, (response) =>
      sendsEvents(response) ? response.socket : null,
    ).filter((socket) => socket !== null);
    const isWorth = (socket: Socket) =>
      held.has(socket) || socket.bytesWritten - (written.get(socket) ?? 0) >= worthBytes;
    if (isLooking || !sockets.some(isWorth)) return;
    for (const socket of sockets) written.set(socket, socket.bytesWritten);
    isLooking = true;
    const unread = await unreadConnections();
    isLooking = false;
    for (const socket of sockets) {
      const { remoteAddress = '', remotePort = 0 } = socket;
      hold(socket, unread.has(farEnd(remoteAddress, remotePort)));
    }
  }

  function hold(socket: Socket, isUnread: boolean): void {
    if (isUnread === held.has(socket)) return;
    if (isUnread) {
      held.add(socket);
      socket.once('close', () => held.delete(socket));
      socket.cork();
    } else {
      held.delete(socket);
      socket.uncork();
    }
  }

  const timer = setInterval(() => void look(), lookEveryMs);
  return () => clearInterval(timer);
}
