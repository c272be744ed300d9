import type { Clock } from '../time/clock.ts';

/**
 * What a gateway may go by. `shared`: the record in Redis. `alone`: its own part of the limits, when the record
 * certainly withholds it from the others. `silent`: nothing, while neither is certain.
 */
export type Standing = 'shared' | 'silent' | 'alone';

/** What an answer of Redis says beside leases. Times are those of Redis, in milliseconds. */
export interface Answer {
  /** When it gives leases again, because there may be some that it does not know. Tells apart what it forgot between. */
  readonly openAt: number;
  readonly now: number;
  /** Confirmations count in the era that they are of. */
  readonly era: number;
  readonly wall: number;
  /** Who may have a seat; `full` when others have them all. */
  readonly seats: 'nobody' | 'others' | 'full' | 'own';
}

/** What a gateway tells with each message. */
export interface Told {
  /**
   * `new` before there was a seat to be had, `waits` since others have had them all, and `parted` while leases of the
   * own part may be out: then nothing is confirmed.
   */
  readonly seat: 'new' | 'waits' | 'seated' | 'parted';
  /** The latest answer that came in time, and how long ago. */
  readonly known: Answer | null;
  readonly sinceKnownMs: number;
  /** Whether anybody may have a seat, as far as this gateway knows: a Redis that has forgotten asks for it. */
  readonly mayBeSeated: boolean;
}

/**
 * What one gateway knows of its seat, which is its right to go by its part of the limits when it is cut off. The
 * record withholds the part from a while after the latest confirmation on, until the seat has certainly ended.
 */
export interface Member {
  standing(): Standing;
  /** Whether there is no part to go by and no sign of Redis, for longer than it may be away for a moment. */
  isAtALoss(): boolean;
  /** Milliseconds for which there will be a part to go by, if Redis is not heard any more. */
  partForMs(): number;
  /** Milliseconds since Redis has answered last, or since the start. */
  silentMs(): number;
  /** Milliseconds for which the record gives no lease. */
  closedForMs(): number;
  /** What a message tells of itself and of the answer before it. */
  tells(hasOwnLeases: boolean): Told;
  hear(answer: Answer, askedAt: number): void;
}

export interface MemberParts {
  readonly clock: Clock;
  /** A call and the window after it, at the longest, and `maxStaleMs`. */
  readonly maxLeaseMs: number;
  /** A gateway that has not reached Redis for so long makes no calls any more. */
  readonly seatMs: number;
}

/** An answer that took longer is of no use to a call, nor to whoever wants to know whether Redis is there. */
export const maxStaleMs = 500;
/** A gateway whose last useful answer was so long ago is cut off. */
const reachMs = 1_000;
/** For so long it may be that Redis is away for a moment only. */
const momentMs = 3_000;
/** The record withholds the part of a gateway that has confirmed nothing for so long. */
export const restMs = 1_500;
/** A clock of Redis that was set back by less has nobody notice, but makes a confirmation last that much longer. */
const unnoticedMs = 1_000;

/** When a gateway that hears nothing any more may go by its part. Unit: milliseconds since it last confirmed something. */
export const aloneAfterMs = (maxLeaseMs: number): number => restMs + unnoticedMs + maxLeaseMs;

export function createMember({ clock, maxLeaseMs, seatMs }: MemberParts): Member {
  const startedAt = clock.now();
  let heardAt = startedAt;
  let openAt = -Infinity;
  let seatedAt = -Infinity;
  let seatedUntil = -Infinity;
  /** The latest answer that came in time, and when it came. */
  let useful: { readonly answer: Answer | null; readonly at: number } = {
    answer: null,
    at: -Infinity,
  };
  /** Whether all seats were taken when it was there. */
  let isOneMore = false;
  /** When the answer came that was confirmed last. */
  let confirmedAt = -Infinity;

  const isSeated = () => clock.now() < seatedUntil;
  const isCutOff = () => clock.now() - useful.at > reachMs;
  /** All leases have ended that others were given when the part was not withheld yet. */
  const isWithheld = () =>
    clock.now() >= Math.max(seatedAt + maxLeaseMs, confirmedAt + aloneAfterMs(maxLeaseMs));

  return {
    standing() {
      if (!isCutOff()) return 'shared';
      return isSeated() && isWithheld() ? 'alone' : 'silent';
    },
    isAtALoss: () => !isSeated() && clock.now() - Math.max(useful.at, startedAt) > momentMs,
    partForMs: () => Math.max(0, seatedUntil - clock.now()),
    silentMs: () => clock.now() - heardAt,
    closedForMs: () => Math.max(0, openAt - clock.now()),
    tells(hasOwnLeases) {
      const { answer, at } = useful;
      if (!hasOwnLeases) confirmedAt = at;
      const unseated = isOneMore ? 'waits' : 'new';
      return {
        seat: hasOwnLeases ? 'parted' : isSeated() ? 'seated' : unseated,
        known: answer,
        sinceKnownMs: answer ? Math.floor(clock.now() - at) : 0,
        mayBeSeated: clock.now() >= openAt || answer?.seats !== 'nobody',
      };
    },
    hear(answer, askedAt) {
      heardAt = clock.now();
      if (answer.seats === 'own') {
        isOneMore = false;
        // It begins for Redis when the message comes, which is not before it was sent.
        if (!isSeated()) seatedAt = heardAt;
        seatedUntil = Math.max(seatedUntil, askedAt + seatMs);
      }
      if (answer.seats === 'full' || answer.now >= answer.openAt)
        isOneMore = answer.seats !== 'own';
      if (heardAt - askedAt > maxStaleMs) return;
      openAt = Math.max(openAt, heardAt + answer.openAt - answer.now);
      useful = { answer, at: heardAt };
    },
  };
}
