import { Pool } from 'undici';
import { failure, judge, type Judgement } from './judge.ts';

/** What a client sends, and the one right answer to it. */
export interface Question {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Of the caller who asks. Default: those of the clients, by turns. */
  readonly token?: string;
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

/** To each gateway. So many requests are under way at most; others wait for one to be answered, from when they were due. */
const mostConnections = 1_000;

export interface ClientsParts {
  /** Each with the address of its GraphQL endpoint. They may change meanwhile. */
  readonly gateways: readonly { readonly url: string }[];
  /** Milliseconds for which a gateway may leave a request unanswered. */
  readonly patienceMs: number;
  /** By which callers are known who ask a question that names none. Default: nobody tells who it is. */
  readonly tokens?: readonly string[];
  readonly signal: AbortSignal;
}

/**
 * Clients of gateways, which take turns; each request that is under way has a connection of its own, which is
 * kept for later ones. One that a gateway does not answer goes to the next, as behind a load balancer, and fails when
 * none does. All fail once the signal is aborted.
 */
export function connectClients({
  gateways,
  patienceMs,
  tokens = [],
  signal,
}: ClientsParts): AsyncDisposable & { readonly ask: Ask } {
  const pools = new Map<string, Pool>();
  const hangUp = async () => {
    await Promise.all([...pools.values()].map((pool) => pool.destroy()));
  };
  signal.addEventListener('abort', () => void hangUp(), { once: true });
  let asked = 0;

  function poolOf(origin: string): Pool {
    const pool =
      pools.get(origin) ??
      new Pool(origin, {
        connections: mostConnections,
        headersTimeout: patienceMs,
        bodyTimeout: patienceMs,
      });
    pools.set(origin, pool);
    return pool;
  }

  async function send(url: string, body: string, token: string | undefined): Promise<string> {
    const { origin, pathname: path } = new URL(url);
    const headers = {
      'content-type': 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    };
    const answer = await poolOf(origin).request({ method: 'POST', path, headers, body });
    return answer.body.text();
  }

  /** The body of the first answer, from whichever gateway. */
  async function sendToAny({ query, variables, token }: Question): Promise<string> {
    const first = (asked += 1);
    const body = JSON.stringify({ query, variables });
    const own = token ?? tokens[first % tokens.length];
    let why: unknown = 'there is no gateway to ask';
    for (const place of gateways.keys()) {
      const { url = '' } = gateways[(first + place) % gateways.length] ?? {};
      try {
        return await send(url, body, own);
      } catch (error) {
        why = error;
      }
      if (signal.aborted) break;
    }
    return JSON.stringify(failure(messageOf(why)));
  }

  return {
    async ask(question, dueAt = performance.now()) {
      const lateMs = performance.now() - dueAt;
      const text = await sendToAny(question);
      const tookMs = performance.now() - dueAt;
      const judgement = judge(text, question.expected);
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
