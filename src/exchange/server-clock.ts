import { z } from 'zod';
import type { Clock } from '../time/clock.ts';
import { parseJson } from './json.ts';
import type { Send } from './send.ts';

const timePath = '/api/v5/public/time';

/** After a measurement there is none for this long: calls refused meanwhile were signed before it, or it failed. */
const settledForMs = 1_000;

/** The clock of one host of the exchange as the gateway knows it: the local one and a measured offset. */
export interface ServerClock {
  /** The `OK-ACCESS-TIMESTAMP` of a call signed now, such as `2020-12-08T09:08:57.715Z`. */
  timestamp(): string;
  /** Measures the offset; callers at the same time share one measurement. A failed one changes nothing. */
  sync(): Promise<void>;
}

/** What comes of one change of a clock is not told of with each measurement. */
const toldFromMs = 1_000;

/** @param onCorrected told by how much the host is ahead of this machine (or, negative, behind), when that has changed by more than a second */
export function createServerClock(
  baseUrl: string,
  send: Send,
  clock: Clock,
  onCorrected: (offMs: number) => void = () => {},
): ServerClock {
  let offsetMs = 0;
  let toldMs = 0;
  let syncing: Promise<void> | null = null;
  let settledAt = -Infinity;

  async function measure(): Promise<void> {
    const before = clock.wallTime();
    const answer = await send(baseUrl, timePath, {});
    const after = clock.wallTime();
    settledAt = clock.now();
    const serverTime = 'missing' in answer ? null : readTime(answer.body);
    if (serverTime === null) return;
    offsetMs = Math.round(serverTime - (before + after) / 2);
    if (Math.abs(offsetMs - toldMs) <= toldFromMs) return;
    toldMs = offsetMs;
    onCorrected(offsetMs);
  }

  return {
    timestamp: () => new Date(clock.wallTime() + offsetMs).toISOString(),
    async sync() {
      if (clock.now() - settledAt < settledForMs) return;
      syncing ??= measure().finally(() => {
        syncing = null;
      });
      await syncing;
    },
  };
}

const timeAnswer = z.object({ data: z.tuple([z.object({ ts: z.string().regex(/^\d{1,15}$/) })]) });

function readTime(body: string): number | null {
  const answer = timeAnswer.safeParse(parseJson(body));
  return answer.success ? Number(answer.data.data[0].ts) : null;
}
