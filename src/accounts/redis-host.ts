import type { Secret } from '../exchange/secret.ts';

const defaultPort = 6_379;

/** Where a Redis is, such as `redis.example:6379`, without who asks there. */
export function redisHostOf(url: Secret): string {
  const { hostname, port } = new URL(url.reveal());
  return `${hostname}:${port || defaultPort}`;
}
