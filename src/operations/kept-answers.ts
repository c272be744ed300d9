import { LRUCache } from 'lru-cache';
import type { Caller } from '../callers/caller.ts';
import type { Reading } from '../loading/reading.ts';
import type { Clock } from '../time/clock.ts';
import type { Answer } from './answer.ts';

/** Of bodies and answers: in characters, and each. */
const maxText = 8 * 2 ** 20;
const maxAnswer = 2 ** 20;
/** What else is kept of an answer, and of each key in it, in about as many. */
const weight = { answer: 1_000, key: 200 };

/** An answer for others that ask the same. */
export interface KeptAnswer {
  /** The whole result. Its `data` by itself is not kept: that still is in as many pieces as it was written in. */
  readonly body: Answer['body'];
  readonly name: string | null;
  readonly document: string | null;
  readonly reading: Reading;
  /** What it depends on beside what was read, such as the accounts that are served: it holds as long as these do. */
  readonly basis: readonly unknown[];
}

interface KeptAnswersOptions {
  readonly clock: Clock;
  /** For how long they are of use, in milliseconds. */
  readonly keepMs: number;
}

/**
 * Answers without errors, kept for whoever asks the very same and may read the same, as long as that would be answered
 * by the same calls of the exchange.
 */
export function createKeptAnswers({ clock, keepMs }: KeptAnswersOptions) {
  const kept = new LRUCache<string, KeptAnswer & { readonly keptAt: number }>({
    maxSize: maxText,
    maxEntrySize: maxAnswer,
    sizeCalculation: ({ body, reading }, key) =>
      key.length + body.length + weight.answer + weight.key * reading.keys,
  });
  let isDue = false;

  /** So that nothing stays in memory that nobody can be given any more. */
  function sweepLater(): void {
    if (isDue) return;
    isDue = true;
    clock.after(keepMs, () => {
      isDue = false;
      const now = clock.now();
      for (const [key, { keptAt }] of kept.entries()) if (now - keptAt >= keepMs) kept.delete(key);
      if (kept.size > 0) sweepLater();
    });
  }

  return {
    find(
      body: string,
      caller: Caller,
      basis: KeptAnswer['basis'],
      freshAfter: number,
    ): KeptAnswer | null {
      const one = kept.get(keyOf(body, caller));
      if (!one?.reading.isCurrent(freshAfter)) return null;
      return one.basis.every((part, index) => part === basis[index]) ? one : null;
    },
    keep(body: string, caller: Caller, one: KeptAnswer): void {
      if (!one.reading.isCurrent(-Infinity)) return;
      kept.set(keyOf(body, caller), { ...one, keptAt: clock.now() });
      sweepLater();
    },
  };
}

const rights = new WeakMap<Caller, string>();

/** The text of a request, and what whoever sends it may read. */
function keyOf(body: string, caller: Caller): string {
  const { accountIds, mayExplore } = caller;
  const known = rights.get(caller) ?? JSON.stringify([accountIds, mayExplore]);
  rights.set(caller, known);
  return `${known}\n${body}`;
}
