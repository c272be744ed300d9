import { isIPv6 } from 'node:net';
import { LRUCache } from 'lru-cache';
import type { Caller } from './caller.ts';

/** Addresses of which callers are kept. One that is forgotten is the same caller again, in another object. */
const maxKept = 10_000;

const prefix = 'address:';

export const isAnonymous = ({ id }: Caller): boolean => id.startsWith(prefix);

/** Callers that need no token are told apart by their addresses, and may read everything. */
export function createAnonymousCallers(): (address: string) => Caller {
  const known = new LRUCache<string, Caller>({ max: maxKept });
  return (address) => {
    const id = `${prefix}${originOf(address)}`;
    const before = known.get(id);
    if (before) return before;
    const caller = { id, accountIds: null, weight: 1, mayExplore: true };
    known.set(id, caller);
    return caller;
  };
}

/** What one client has by itself: an address of IPv4, also where it is written as IPv6, or 64 bits of one of IPv6. */
function originOf(address: string): string {
  // Nearly all are of IPv4, and each request has one.
  if (!address.includes(':')) return address;
  const bare = address.replace(/%.*$/, '');
  if (!isIPv6(bare)) return bare;
  const [, mapped] = /^::ffff:([\d.]+)$/i.exec(bare) ?? [];
  if (mapped !== undefined) return mapped;
  // In a URL each address has one spelling, without dots.
  const text = new URL(`http://[${bare}]`).hostname.slice(1, -1);
  const groups = text.split(':').filter(Boolean);
  const whole = text.replace('::', `:${'0:'.repeat(8 - groups.length)}`);
  return `${whole.split(':').filter(Boolean).slice(0, 4).join(':')}::/64`;
}
