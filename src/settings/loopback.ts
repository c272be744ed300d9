import { BlockList, isIP } from 'node:net';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8);
loopback.addAddress('::1', 'ipv6');

/** Whether a host, as it stands in a URL or in a setting, is this machine by one of the spellings of its loopback. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  if (bare === 'localhost') return true;
  const family = isIP(bare);
  // IPv4 addresses that are written as IPv6 count as what they stand for.
  return family !== 0 && loopback.check(bare, family === 6 ? 'ipv6' : 'ipv4');
}
