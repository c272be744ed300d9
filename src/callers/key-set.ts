import { isDeepStrictEqual } from 'node:util';
import type { createLocalJWKSet, JSONWebKeySet } from 'jose';
import type { Logger } from 'pino';
import type { Cancel } from '../time/clock.ts';
import { createThrottle } from '../time/throttle.ts';
import { fetchKeys, type FetchKeysParts } from './fetch-keys.ts';

/** Finds the key that a token says it is signed with. There is another one as soon as the keys are others. */
export type FindKey = ReturnType<typeof createLocalJWKSet>;

/** How it stands with the keys of an issuer. Times are on the clock's monotonic scale. */
export interface KeysStanding {
  /** How many are trusted. */
  readonly keys: number;
  /** From when on they have been asked for. */
  readonly since: number;
  /** When they were read last; null where they never were. */
  readonly readAt: number | null;
  /** Why they could not be read the last time; null where they could. */
  readonly trouble: { readonly at: number; readonly reason: string } | null;
}

/** The public keys of an issuer. */
export interface KeySet {
  readonly url: string;
  standing(): KeysStanding;
  /** What was had last; null where nothing ever was. */
  present(): FindKey | null;
  /** What is had by the first answer, also one that is under way. */
  first(): Promise<FindKey | null>;
  /** Asks for a key that is not among them, unless that was done a moment ago. */
  lookAgain(): Promise<void>;
  /** Asks no more. */
  stop(): void;
}

export interface KeySetParts extends FetchKeysParts {
  readonly log: Logger;
}

const refreshEveryMs = 600_000;
/** Whoever makes key ids up has the issuer be asked no more often than this, whether it answers or not. */
const leastBetweenMs = 30_000;
/** As long as there are no keys at all, nobody who has a JWT is served. */
export const retryEveryMs = 5_000;

/**
 * Asks at once and then every ten minutes, so that a key which the issuer shows no more is not trusted for longer. While the
 * issuer cannot be asked, the keys stay as they were.
 */
export function createKeySet(url: string, parts: KeySetParts): KeySet {
  const { clock, log } = parts;
  const since = clock.now();
  let present: FindKey | null = null;
  let shown: JSONWebKeySet | null = null;
  let askedAt = -Infinity;
  let underWay: Promise<void> | null = null;
  let isStopped = false;
  let readAt: number | null = null;
  let lastTrouble: KeysStanding['trouble'] = null;
  let cancel: Cancel = () => {};
  const tellTrouble = createThrottle(clock, (reason, times) => {
    log.warn({ times, reason, hasKeys: present !== null }, 'keys of the token issuer not read');
  });

  /** Null, or why they cannot be used: what is nested very deeply can neither be compared nor copied. */
  function use(keys: JSONWebKeySet, findIn: typeof createLocalJWKSet): string | null {
    try {
      if (isDeepStrictEqual(keys, shown)) return null;
      present = findIn(keys);
    } catch {
      return 'its keys cannot be used';
    }
    shown = keys;
    log.info({ keys: keys.keys.length }, 'keys of the token issuer read');
    return null;
  }

  async function load(): Promise<void> {
    cancel();
    askedAt = clock.now();
    // Loaded only where an issuer is trusted.
    const [{ createLocalJWKSet: findIn }, answer] = await Promise.all([
      import('jose'),
      fetchKeys(url, parts),
    ]);
    underWay = null;
    if (isStopped) return;
    const trouble = typeof answer === 'string' ? answer : use(answer, findIn);
    lastTrouble = trouble === null ? null : { at: clock.now(), reason: trouble };
    if (trouble === null) readAt = clock.now();
    else tellTrouble(trouble);
    const soon = present === null ? retryEveryMs : leastBetweenMs;
    cancel = clock.after(trouble === null ? refreshEveryMs : soon, () => void ask());
  }

  const ask = async (): Promise<void> => (underWay ??= load());

  void ask();

  return {
    url,
    standing: () => ({ keys: shown?.keys.length ?? 0, since, readAt, trouble: lastTrouble }),
    present: () => present,
    async first() {
      if (underWay) await underWay;
      return present;
    },
    async lookAgain() {
      const isDue = clock.now() - askedAt >= leastBetweenMs;
      if (isDue || underWay) await ask();
    },
    stop() {
      isStopped = true;
      cancel();
    },
  };
}
