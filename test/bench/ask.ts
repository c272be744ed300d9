import { Pool } from 'undici';
import { failure, judge, type Judgement } from './judge.ts';

/** What a client sends, and the one right answer to it. */
export interface Question {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** The `data` of the answer, its fields in the order in which they are asked for. */
  readonly expected: unknown;
}

/** What became of one request. */
export interface Sample extends Judgement {
  /** When it was to be sent, on the scale of `performance.now()`. */
  readonly dueAt: number;
  /** Milliseconds from then until it was handed to the connections. */
  readonly lateMs: number;
  /** Milliseconds from when it was to be sent to the last byte of its answer. */
  readonly tookMs: number;
  /** If the answer is wrong, the question and the body of the answer. */
  readonly wrong?: { readonly question: Question; readonly answer: string };
}

/** @param dueAt on the scale of `performance.now()`. Default: now */
export type Ask = (question: Question, dueAt?: number) => Promise<Sample>;

/** Longer than a gateway may take. */
const answeredWithinMs = 30_000;
/** To each gateway. So many requests are under way at most; others wait for one to be answered, from when they were due. */
const mostConnections = 1_000;

/**
 * Clients of gateways, which take turns; each request that is under way has a connection of its own, which is
 * kept for later ones. A request that is not answered fails, and so do all once the signal is aborted.
 *
 * @param urls of the GraphQL endpoints
 */
export function connectClients(
  urls: readonly string[],
  signal: AbortSignal,
): AsyncDisposable & { readonly ask: Ask } {
  const gateways = urls.map((url) => {
    const { origin, pathname: path } = new URL(url);
    const pool = new Pool(origin, {
      connections: mostConnections,
      headersTimeout: answeredWithinMs,
      bodyTimeout: answeredWithinMs,
    });
    return { path, pool };
  });
  const hangUp = async () => {
    await Promise.all(gateways.map(({ pool }) => pool.destroy()));
  };
  signal.addEventListener('abort', () => void hangUp(), { once: true });
  let asked = 0;

  return {
    async ask(question, dueAt = performance.now()) {
      const lateMs = performance.now() - dueAt;
      const { query, variables, expected } = question;
      const gateway = gateways[(asked += 1) % gateways.length];
      if (!gateway) throw new Error('there is no gateway to ask');
      const text = await gateway.pool
        .request({
          method: 'POST',
          path: gateway.path,
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ query, variables }),
        })
        .then(async ({ body }) => body.text())
        .catch((error: unknown) => JSON.stringify(failure(messageOf(error))));
      const tookMs = performance.now() - dueAt;
      const judgement = judge(text, expected);
      const wrong = { question, answer: text };
      return {
        dueAt,
        lateMs,
        tookMs,
        ...judgement,
        ...(judgement.outcome === 'wrong' && { wrong }),
      };
    },
    [Symbol.asyncDispose]: hangUp,
  };
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
