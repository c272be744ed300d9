import { leavingBy } from '../../src/loading/patience.ts';
import { isRefusal } from '../../src/callers/refusal.ts';
import type { Gateway } from '../../src/server/gateway.ts';
import type { Arrival } from '../../src/server/admission.ts';

const { signal: stays } = new AbortController();

/**
 * Sends a request to a gateway without a socket, on the fast path where it takes it; null where Yoga is to answer it.
 */
export async function fetchFast(
  { fastPath, askerOf }: Pick<Gateway, 'fastPath' | 'askerOf'>,
  address: unknown,
  { method, headers: given, body, signal }: RequestInit = {},
  { arrivedAt, address: from = '' }: Arrival = {},
): Promise<Response | null> {
  if (typeof body !== 'string') return null;
  const headers = Object.fromEntries([
    ...new Headers(given),
    ['content-length', String(Buffer.byteLength(body))],
  ]);
  const head = { method, url: String(address).replace(/^https?:\/\/[^/]*/, ''), headers };
  const mediaType = fastPath.takes(head);
  if (mediaType === null) return null;
  const asker = askerOf(headers, from);
  const caller = typeof asker === 'function' ? await asker() : asker;
  if (isRefusal(caller)) return null;
  const leaving = leavingBy(signal ?? stays);
  const reply = await fastPath.answer(head, body, { caller, arrivedAt, leaving, mediaType });
  return reply && new Response(Buffer.from(reply.body), reply);
}
