import { onTestFinished, vi } from 'vitest';
import { watch, type WatchResult } from '../../schema/client/index.js';
import type { ManualClock } from './manual-clock.ts';

/** How a connection ends before it has begun, or what is at its other end. */
export type Way = (url: string, init?: RequestInit) => Promise<Response>;

interface WatchingOptions {
  readonly query?: string;
  readonly headers?: () => Readonly<Record<string, string>>;
  /** Where the next connection leads. */
  readonly way: () => Way;
  /** Of the gateway, which goes with that of the client. */
  readonly clock: ManualClock;
}

/** What a page has been told by `watch` of the client package, and what it has done for it. */
export interface Watching {
  readonly results: readonly WatchResult[];
  /** How it has ended by itself. */
  readonly ends: readonly string[];
  /** How long it waited each time, and why. */
  readonly waits: readonly (readonly [waitMs: number, why: string])[];
  /** How many connections it has asked for. */
  connections(): number;
  /** Lets time pass, for client and gateway. */
  pass(ms: number): Promise<void>;
  stop(): void;
}

const stepMs = 250;

/** Watches, on a clock that stands still: a client that waits by chance waits as long as it may. */
export function startWatching({
  query = 'subscription { account { totalEq } }',
  headers,
  way,
  clock,
}: WatchingOptions): Watching {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  vi.spyOn(Math, 'random').mockReturnValue(1);
  const results: WatchResult[] = [];
  const ends: string[] = [];
  const waits: (readonly [number, string])[] = [];
  let connections = 0;
  const stop = watch(
    { query },
    {
      next: (result) => void results.push(result),
      error: ({ message }) => void ends.push(message),
      complete: () => void ends.push('complete'),
    },
    {
      url: 'http://gateway/graphql',
      ...(headers && { headers }),
      onWait: ({ waitMs, why }) => void waits.push([waitMs, why]),
      async fetch(request, init) {
        connections += 1;
        return way()(new URL(request instanceof Request ? request.url : request).href, init);
      },
    },
  );
  onTestFinished(() => {
    stop();
    vi.useRealTimers();
    vi.restoreAllMocks();
  });
  return {
    results,
    ends,
    waits,
    connections: () => connections,
    async pass(ms) {
      for (let left = ms; left > 0; left -= stepMs) {
        await vi.advanceTimersByTimeAsync(Math.min(left, stepMs));
        await clock.advance(Math.min(left, stepMs));
      }
    },
    stop,
  };
}
