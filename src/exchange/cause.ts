import { errors } from 'undici';

/** Why a call failed, for whoever runs the gateway and never for its clients. It holds no secret, key or address. */
export interface Cause {
  /** As one would search for it: the code of a socket error such as `ECONNREFUSED`, or a few words. */
  readonly reason: string;
  /** HTTP status of the answer, if there was one. */
  readonly status?: number;
  /** The exchange's own words, blotted. */
  readonly msg?: string;
}

/** Of the errors that one came from, at most. */
const maxDepth = 5;
/** As undici says it, under the code of whatever was broken off. */
const refusedByProxy = /^Proxy response \((\d{3})\)/;
/** As undici says it, and as Node does of one that was compressed. */
const tooLarge: ReadonlySet<string> = new Set([
  'UND_ERR_RES_EXCEEDED_MAX_SIZE',
  'ERR_BUFFER_TOO_LARGE',
]);
const codePattern = /^[A-Z][A-Z0-9_]{2,50}$/;

/**
 * What is to be told of an error that was thrown while an answer was awaited: its code, which says what happened and
 * not to whom. Messages are left out, since they can name addresses.
 */
export function reasonOf(thrown: unknown): string {
  let reason = 'no answer could be read';
  let error = thrown;
  for (let depth = 0; depth < maxDepth && error instanceof Error; depth += 1) {
    if (error instanceof ProxyUnreachable) return error.message;
    if (error instanceof Redirected) return 'redirected';
    // Most of these have no code.
    if (error instanceof errors.HTTPParserError) return 'what answers speaks no HTTP';
    const [, status] = refusedByProxy.exec(error.message) ?? [];
    if (status !== undefined) return `the proxy answers ${status}`;
    if ('code' in error && typeof error.code === 'string' && codePattern.test(error.code))
      reason = tooLarge.has(error.code) ? 'the answer is too large' : error.code;
    // Of several addresses that were tried, the last.
    error = error instanceof AggregateError ? error.errors.at(-1) : error.cause;
  }
  return reason;
}

/** An answer that leads elsewhere, where the credentials must not go. */
export class Redirected extends Error {
  override readonly name = 'Redirected';
}

/** No connection to the proxy, which would otherwise pass for one that the exchange refuses. */
export class ProxyUnreachable extends Error {
  override readonly name = 'ProxyUnreachable';
  /** For those who tell of nothing but codes. */
  readonly code = 'PROXY_UNREACHABLE';

  /** @param host of the proxy with its port: a setting, and nobody's address */
  constructor(host: string, thrown: unknown) {
    super(`the proxy ${host} cannot be reached (${reasonOf(thrown)})`);
  }
}
