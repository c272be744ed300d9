import type { Leaving } from '../loading/patience.ts';
import type { Cancel, Clock } from '../time/clock.ts';
import type { Mailbox } from './mailbox.ts';
import { nextTurn, offsetOf, periodOf } from './turns-of-account.ts';

/** What is watched, and at most how many milliseconds apart it is looked at. */
export interface Watched {
  readonly accountId: string;
  readonly everyMs: number;
}

/** What one look has found. */
export interface Found<Answer> {
  readonly answer: Answer;
  /** Null where there is nothing to look at again. */
  readonly watched: Watched | null;
}

/** The turn of a look. */
export interface Turn {
  /** When it was due, on the clock's monotonic scale. */
  readonly at: number;
  /** Until the next. */
  readonly periodMs: number;
}

/**
 * Looks once at what is watched. Never rejects.
 *
 * @param turn null for the first look, for which somebody waits
 */
export type Look<Answer> = (turn: Turn | null, leaving: Leaving) => Promise<Found<Answer>>;

/** One selection that is looked at again and again, for all who ask for the very same. */
export interface Watch<Answer> {
  /** Gives it the latest answer, and each that differs from the one before. */
  add(reader: Mailbox<Answer>): void;
  /** True when it was the last one: then nothing is looked at any more. */
  remove(reader: Mailbox<Answer>): boolean;
  /** Gives nobody who comes from now on what was found before. */
  forget(): void;
}

interface WatchParts<Answer> {
  readonly clock: Clock;
  /** Whether a reader has no use for the second after the first. */
  readonly isSame: (one: Answer, other: Answer) => boolean;
  /** Milliseconds by which a look that is due has to be put off, since so much is looked at for its caller. */
  readonly putOff: () => number;
  /** Told when the latest answer was the last. */
  readonly onOver: () => void;
}

/** Who comes is given an answer that is no older, in milliseconds; else it is looked at again at once. */
const freshMs = 1_000;

export function createWatch<Answer>(
  look: Look<Answer>,
  { clock, isSame, putOff, onOver }: WatchParts<Answer>,
): Watch<Answer> {
  /** Each with what it was given last. */
  const readers = new Map<Mailbox<Answer>, Answer | null>();
  const onEmpty = new Set<() => void>();
  let latest: { readonly answer: Answer; readonly at: number } | null = null;
  let isLooking = false;
  /** Whether what the look under way finds is not to be told. */
  let isForgotten = false;
  let cancelNext: Cancel = () => {};
  const leaving: Leaving = {
    hasLeft: () => readers.size === 0,
    onLeave(tell) {
      onEmpty.add(tell);
      return () => onEmpty.delete(tell);
    },
  };

  function give(answer: Answer): void {
    for (const [reader, given] of readers) {
      if (given === answer) continue;
      readers.set(reader, answer);
      reader.put(answer);
    }
  }

  async function takeTurn(turn: Turn | null): Promise<void> {
    if (isLooking) return;
    isLooking = true;
    isForgotten = false;
    cancelNext();
    const at = turn?.at ?? clock.now();
    const { answer: found, watched } = await look(turn, leaving);
    isLooking = false;
    if (readers.size === 0) return;
    if (isForgotten) return takeTurn(null);
    const answer = latest && isSame(latest.answer, found) ? latest.answer : found;
    latest = { answer, at };
    give(answer);
    if (watched) waitForNext(watched);
    else onOver();
  }

  function waitForNext({ accountId, everyMs }: Watched): void {
    const periodMs = periodOf(everyMs);
    const now = clock.now();
    const at = nextTurn(now, periodMs, offsetOf(accountId));
    cancelNext = clock.after(Math.ceil(at - now), () => {
      const lateMs = putOff();
      if (lateMs === 0) void takeTurn({ at, periodMs });
      // It has its patience from then on.
      else cancelNext = clock.after(lateMs, () => void takeTurn({ at: clock.now(), periodMs }));
    });
  }

  return {
    add(reader) {
      readers.set(reader, null);
      if (latest && clock.now() - latest.at < freshMs) give(latest.answer);
      else void takeTurn(null);
    },
    remove(reader) {
      readers.delete(reader);
      if (readers.size > 0) return false;
      cancelNext();
      for (const tell of onEmpty) tell();
      return true;
    },
    forget() {
      isForgotten = true;
      if (latest) latest = { ...latest, at: -Infinity };
    },
  };
}
