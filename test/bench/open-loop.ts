import { setTimeout as pause } from 'node:timers/promises';
import type { Ask, Question, Sample } from './ask.ts';
import type { Draw } from './draws.ts';

/** A question and when it is to be sent, in milliseconds from the beginning. */
export interface Scheduled<Q extends Question = Question> {
  readonly dueMs: number;
  readonly question: Q;
}

export interface OpenLoop {
  readonly ask: Ask;
  /** In the order of their times. */
  readonly schedule: readonly Scheduled[];
  readonly signal: AbortSignal;
}

/**
 * Sends requests at their times, whatever becomes of those before: a gateway that is slow is not asked less.
 * @returns when it began, on the scale of `performance.now()`, and what became of each request
 */
export async function runOpenLoop({ ask, schedule, signal }: OpenLoop): Promise<{
  readonly startedAt: number;
  readonly samples: readonly Sample[];
}> {
  const startedAt = performance.now();
  const samples: Promise<Sample>[] = [];
  for (const { dueMs, question } of schedule) {
    const dueAt = startedAt + dueMs;
    const waitMs = dueAt - performance.now();
    if (waitMs > 0) await pause(waitMs, undefined, { signal });
    samples.push(ask(question, dueAt));
  }
  const all = await Promise.all(samples);
  signal.throwIfAborted();
  return { startedAt, samples: all };
}

/** Times in milliseconds of requests as they come from many clients who know nothing of each other. */
export function arrivals(perSecond: number, seconds: number, draw: Draw): readonly number[] {
  const times: number[] = [];
  // A Poisson process.
  const next = (from: number) => from - (Math.log(1 - draw()) / perSecond) * 1_000;
  for (let at = next(0); at < seconds * 1_000; at = next(at)) times.push(at);
  return times;
}
