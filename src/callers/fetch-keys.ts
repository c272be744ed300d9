import type { JSONWebKeySet } from 'jose';
import { z } from 'zod';
import type { Clock } from '../time/clock.ts';

export interface FetchKeysParts {
  readonly clock: Clock;
  /** Stands in for the network in tests. */
  readonly fetch?: typeof globalThis.fetch | undefined;
}

const timeoutMs = 5_000;
const maxBytes = 256 * 1_024;

const keySet = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) });

/**
 * Asks an issuer for its public keys.
 * @returns or why they cannot be had, without anything of the answer
 */
export async function fetchKeys(
  url: string,
  { clock, fetch = globalThis.fetch }: FetchKeysParts,
): Promise<JSONWebKeySet | string> {
  const abort = new AbortController();
  const cancel = clock.after(timeoutMs, () => abort.abort());
  try {
    const response = await fetch(url, {
      headers: { accept: 'application/json' },
      redirect: 'error',
      signal: abort.signal,
    });
    if (response.status !== 200) {
      abort.abort();
      return `it answers with status ${response.status}`;
    }
    const text = await readText(response.body);
    if (text === null) return `its answer has more than ${maxBytes / 1_024} KiB`;
    const { success, data } = keySet.safeParse(JSON.parse(text));
    return success ? data : 'its answer is no JSON Web Key Set';
  } catch (error) {
    if (abort.signal.aborted) return `it does not answer within ${timeoutMs / 1_000} s`;
    return error instanceof SyntaxError ? 'its answer is no JSON' : reasonOf(error);
  } finally {
    cancel();
  }
}

/** Null as soon as it is too long. */
async function readText(body: ReadableStream<Uint8Array> | null): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/** Only the name of what went wrong, such as `ECONNREFUSED`: the rest may hold addresses. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
  return `it cannot be reached${code}`;
}
