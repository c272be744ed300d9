import { existsSync, readFileSync } from 'node:fs';
import type { Server } from 'node:http';

/** The part of all connections that one address may have: who comes through a proxy comes from its own. */
const partOfAnAddress = 1 / 2;
/** The part of the descriptors of the process that may be connections: calls of the exchange need some, too. */
const partOfDescriptors = 1 / 2;

/**
 * Closes connections that are too many.
 *
 * @param most how many there may be; fewer where the process may open only few
 * @param onRefused told why, with the limit, or `EMFILE` when the process may open no more
 */
export function limitConnections(
  server: Server,
  most: number,
  onRefused: (reason: string) => void,
): void {
  const max = Math.min(most, Math.floor(partOfDescriptors * descriptors()));
  const maxOfAnAddress = Math.floor(partOfAnAddress * max);
  const byAddress = new Map<string, number>();
  server.maxConnections = max;
  server.on('drop', () => onRefused(`more than ${max} connections`));
  server.on('connection', (socket) => {
    const { remoteAddress: address = '' } = socket;
    const count = (byAddress.get(address) ?? 0) + 1;
    byAddress.set(address, count);
    socket.once('close', () => {
      const left = (byAddress.get(address) ?? 0) - 1;
      if (left > 0) byAddress.set(address, left);
      else byAddress.delete(address);
    });
    if (count <= maxOfAnAddress) return;
    onRefused(`more than ${maxOfAnAddress} connections of one address`);
    socket.destroy();
  });
  server.on('error', ({ code = 'unknown' }: NodeJS.ErrnoException) => {
    if (server.listening) onRefused(code);
  });
}

/** How many files and connections the process may have open; Infinity where the system does not tell. */
function descriptors(): number {
  const file = '/proc/self/limits';
  const [, limit = Infinity] = existsSync(file)
    ? (/^Max open files +(\d+)/m.exec(readFileSync(file, 'utf8')) ?? [])
    : [];
  return Number(limit);
}
