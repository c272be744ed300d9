import { subscribe } from 'node:diagnostics_channel';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { keepAuthorization, keepSecret, sawOutput } from './outputs.ts';

/** What Node tells of the requests that `fetch` sends. */
interface Told {
  readonly request: { readonly headers: readonly string[] };
  readonly response?: { readonly headers: readonly Uint8Array[] };
  readonly chunk?: Uint8Array;
}

interface Answer {
  readonly encoding: string;
  readonly chunks: Uint8Array[];
}

const answers = new WeakMap<object, Answer>();
let isWatching = false;

/**
 * Watches every request by `fetch` of this process: what it says of its sender is a secret from now on, and what comes
 * back must hold none. What the exchange answers is for the gateway alone.
 */
export function watchHttp(): void {
  if (isWatching) return;
  isWatching = true;
  on('undici:request:create', ({ request }) => {
    const headers = pairs(request.headers);
    keepAuthorization(headers.get('authorization') ?? '');
    keepSecret(headers.get('ok-access-key') ?? '');
    keepSecret(headers.get('ok-access-passphrase') ?? '');
  });
  on('undici:request:headers', ({ request, response }) => {
    if (pairs(request.headers).has('ok-access-key')) return;
    const texts = (response?.headers ?? []).map((bytes) => Buffer.from(bytes).toString());
    sawOutput('headers', texts.join('\n'));
    const headers = pairs(texts);
    if (!/json|text\//.test(headers.get('content-type') ?? '')) return;
    answers.set(request, { encoding: headers.get('content-encoding') ?? '', chunks: [] });
  });
  on('undici:request:bodyChunkReceived', ({ request, chunk }) => {
    if (chunk) answers.get(request)?.chunks.push(chunk);
  });
  on('undici:request:trailers', ({ request }) => {
    const answer = answers.get(request);
    if (answer) sawOutput('answer', textOf(answer));
  });
}

function on(channel: string, hear: (told: Told) => void): void {
  subscribe(channel, (told) => hear(told as Told));
}

/** Names and values follow each other in a row. */
function pairs(row: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (let at = 0; at < row.length; at += 2) {
    found.set(row[at]?.toLowerCase() ?? '', row[at + 1] ?? '');
  }
  return found;
}

function textOf({ encoding, chunks }: Answer): string {
  const bytes = Buffer.concat(chunks);
  if (encoding === 'br') return brotliDecompressSync(bytes).toString();
  return (encoding === 'gzip' ? gunzipSync(bytes) : bytes).toString();
}
