/**
 * How old an answer a request takes, in milliseconds: `Cache-Control` can make it stricter than the
 * gateway is, never laxer. `no-cache` and `no-store` want nothing that was read before; `max-age` is in seconds.
 */
export function maxAgeOf(cacheControl: string | null, ownMaxAgeMs: number): number {
  const directives = (cacheControl ?? '')
    .toLowerCase()
    .split(',')
    .map((part) => part.trim());
  if (directives.includes('no-cache') || directives.includes('no-store')) return 0;
  const seconds = directives.flatMap((part) => /^max-age="?(\d{1,9})"?$/.exec(part)?.[1] ?? []);
  return Math.min(ownMaxAgeMs, ...seconds.map((text) => Number(text) * 1_000));
}
