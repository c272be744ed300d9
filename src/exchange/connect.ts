import { connect as connectTcp, type Socket } from 'node:net';
import { buildConnector } from 'undici';

const connect = buildConnector({});

/**
 * Connects as undici does by itself, but a connection that is dropped is reset and not closed: of one that is
 * closed, the system goes on to deliver what it still holds, so that a call which was given up arrives when the network is back.
 */
export const connectResettably: buildConnector.connector = (options, callback) => {
  const { protocol, hostname: host, port } = options;
  // Only a socket of TCP can be reset, and the one that TLS makes for itself cannot be reached.
  const tcp = protocol === 'https:' ? connectTcp({ host, port: Number(port || 443) }) : null;
  connect({ ...options, ...(tcp && { httpSocket: tcp }) }, (...answer) => {
    const [, socket] = answer;
    if (socket) resetWhenDropped(socket, tcp ?? socket);
    callback(...answer);
  });
};

function resetWhenDropped(socket: Socket, tcp: Socket): void {
  const { destroy } = socket;
  socket.destroy = (cause) => {
    // To be reset is to be destroyed, of which whoever waits would not be told the cause.
    socket.destroy = () => destroy.call(socket, cause);
    if (cause) tcp.resetAndDestroy();
    return socket.destroy();
  };
}
