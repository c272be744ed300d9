import { setTimeout as pause } from 'node:timers/promises';
import { createRandomness } from '../../src/simulator/randomness.ts';
import type { Ask, Question, Sample } from './ask.ts';
import type { Draw } from './draws.ts';

export interface ClientsOptions {
  readonly ask: Ask;
  readonly clients: number;
  readonly seconds: number;
  readonly drawQuestion: (draw: Draw) => Question;
  readonly signal: AbortSignal;
}

/** Longest time in milliseconds for which a client does nothing between an answer and its next request. */
const longestPauseMs = 100;

/**
 * Runs clients that each ask, wait for the answer, pause and ask again, until the time is over: a closed loop, in
 * which a slow gateway is asked less often.
 */
export async function runClients(options: ClientsOptions): Promise<readonly Sample[]> {
  const { ask, clients, seconds, drawQuestion, signal } = options;
  const until = performance.now() + seconds * 1_000;
  const samples: Sample[] = [];
  await Promise.all(
    Array.from({ length: clients }, async (_, index) => {
      const draw = createRandomness(index);
      while (performance.now() < until) {
        await pause(draw() * longestPauseMs, undefined, { signal });
        samples.push(await ask(drawQuestion(draw)));
      }
    }),
  );
  return samples;
}
