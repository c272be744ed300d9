import { isDeepStrictEqual } from 'node:util';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { createRandomness } from '../../src/simulator/randomness.ts';
import type { Draw, Question } from './questions.ts';

/** What became of the requests of all clients. */
export interface Tally {
  /** Milliseconds from sending to the last byte, of each request that was answered without an error. */
  readonly latencies: number[];
  right: number;
  /** Answers without an error that are not what the exchange says. */
  readonly wrong: { readonly question: Question; readonly answer: unknown }[];
  /** Requests that met an error, by its code; one that met several counts for each. */
  readonly errors: Map<string, number>;
  failed: number;
  /** How long it all took, the last answers included. */
  tookMs: number;
}

export interface ClientsOptions {
  /** Of the GraphQL endpoint. */
  readonly url: string;
  readonly clients: number;
  readonly seconds: number;
  readonly drawQuestion: (draw: Draw) => Question;
  /** Ends everything at once. */
  readonly signal: AbortSignal;
}

/** Longest time in milliseconds for which a client does nothing between an answer and its next request. */
const longestPauseMs = 100;

/** Runs clients that each ask, wait for the answer, pause and ask again, until the time is over. */
export async function runClients(options: ClientsOptions): Promise<Tally> {
  const tally: Tally = {
    latencies: [],
    right: 0,
    wrong: [],
    errors: new Map(),
    failed: 0,
    tookMs: 0,
  };
  const start = performance.now();
  const until = start + options.seconds * 1_000;
  await Promise.all(
    Array.from({ length: options.clients }, async (_, index) => {
      const draw = createRandomness(index);
      while (performance.now() < until && !options.signal.aborted) {
        await pause(draw() * longestPauseMs);
        await ask(options, options.drawQuestion(draw), tally);
      }
    }),
  );
  tally.tookMs = performance.now() - start;
  return tally;
}

async function ask({ url, signal }: ClientsOptions, question: Question, tally: Tally) {
  const { query, variables, expected } = question;
  const start = performance.now();
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
    signal,
  }).then((response): Promise<unknown> => response.json(), unanswered);
  const tookMs = performance.now() - start;

  const { data: errors } = withErrors.safeParse(answer);
  if (errors) {
    tally.failed += 1;
    const codes = new Set(errors.errors.map(({ extensions }) => extensions.code));
    for (const code of codes) tally.errors.set(code, (tally.errors.get(code) ?? 0) + 1);
    return;
  }
  tally.latencies.push(tookMs);
  if (isDeepStrictEqual(answer, { data: expected })) tally.right += 1;
  else tally.wrong.push({ question, answer });
}

const withErrors = z.object({
  errors: z.array(
    z.object({ extensions: z.object({ code: z.string().catch('none') }).catch({ code: 'none' }) }),
  ),
});

/** A connection that broke, in the form of an answer. */
function unanswered(error: unknown): unknown {
  const name = error instanceof Error ? error.message : String(error);
  return { errors: [{ extensions: { code: `no answer: ${name}` } }] };
}
