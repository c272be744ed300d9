import { readFile } from 'node:fs/promises';

/** Where Linux tells of connections; by IPv4 and by IPv6. */
const tables = ['/proc/self/net/tcp', '/proc/self/net/tcp6'];
/** An open connection of which the other end has not confirmed 256 KiB or more: its address and port there, all in hexadecimal. */
const unread = /^ *\d+: [\dA-F:]+ ([\dA-F]+):([\dA-F]{4}) 01 (?!000[0-3])[\dA-F]{8}:/gm;

/** Far ends of connections, as `remoteAddress` and `remotePort` of a socket give them. */
export const farEnd = (address: string, port: number): string => `${address} ${port}`;

/**
 * The far ends of those connections of the machine for which the system holds 256 KiB or more that were sent and that the other
 * end has no room for, or has not confirmed yet: some MiB of each, which no figure of the process tells of. Empty where the system
 * does not tell it.
 */
export async function unreadConnections(): Promise<ReadonlySet<string>> {
  const read = async (path: string) => readFile(path, 'latin1').catch(() => '');
  const rows = (await Promise.all(tables.map(read))).join('');
  return new Set(
    Array.from(rows.matchAll(unread), ([, address = '', port = '']) =>
      farEnd(addressOf(address), Number.parseInt(port, 16)),
    ),
  );
}

/** From words of four bytes, the last of each first. */
function addressOf(hexadecimal: string): string {
  const bytes = Buffer.from(hexadecimal, 'hex').swap32();
  const isMapped = bytes.toString('hex').startsWith(`${'0'.repeat(20)}ffff`);
  if (bytes.length === 4 || isMapped) {
    return `${isMapped ? '::ffff:' : ''}${[...bytes.subarray(-4)].join('.')}`;
  }
  const groups = bytes.toString('hex').match(/.{4}/g) ?? [];
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}
