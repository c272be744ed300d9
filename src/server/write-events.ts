import { Readable } from 'node:stream';
import type { StreamResult } from '../operations/subscriptions.ts';
import type { Cancel, Clock } from '../time/clock.ts';
import type { InSlices } from './in-slices.ts';

/** Before a client, or what is on the way to it, takes the connection for a dead one. */
const aliveEveryMs = 12_000;
/** A comment: that something is sent makes browsers, and proxies, tell of the stream that has begun. */
const alive = Buffer.from(':\n\n');
const complete = Buffer.from('event: complete\ndata:\n\n');

/** What was thrown is no word for a client: its connection breaks, and it comes back. */
const asError = (thrown: unknown): Error =>
  thrown instanceof Error ? thrown : new Error(String(thrown));

/** What is sent of it, made once for all who are sent it, and held once. */
const events = new WeakMap<StreamResult, Buffer>();

function eventOf(result: StreamResult): Buffer {
  const known = events.get(result) ?? Buffer.from(`event: next\ndata: ${result.body}\n\n`);
  events.set(result, known);
  return known;
}

interface WriteEventsParts {
  readonly clock: Clock;
  /** What many are sent at one moment is not written to all of them at once. */
  readonly inSlices: InSlices;
}

/**
 * Results as server-sent events, in the mode "distinct connections" of graphql-sse. Each is taken when the ones before are on their
 * way, and not ahead: who reads slowly is sent what is the latest by then, and who reads no more has nothing held for it but
 * what fits into the connection.
 */
export function writeEvents(
  results: AsyncIterableIterator<StreamResult>,
  { clock, inSlices }: WriteEventsParts,
): Readable {
  let isTaking = false;
  let cancelAlive: Cancel | null = null;

  async function takeNext(): Promise<void> {
    const next = await results.next();
    const isOver = next.done === true;
    const event = isOver ? complete : eventOf(next.value);
    inSlices(event.byteLength, () => {
      isTaking = false;
      if (written.destroyed) return;
      written.push(event);
      if (isOver) written.push(null);
    });
  }

  const written = new Readable({
    highWaterMark: 0,
    read() {
      // Not before: a client that has left by now has it never read.
      cancelAlive ??= clock.after(aliveEveryMs, tellAlive);
      if (isTaking) return;
      isTaking = true;
      takeNext().catch((error: unknown) => written.destroy(asError(error)));
    },
    destroy(error, done) {
      cancelAlive?.();
      void results.return?.();
      done(error);
    },
  });

  function tellAlive(): void {
    // What waits to be taken tells it as well.
    if (written.readableLength === 0) written.push(alive);
    cancelAlive = clock.after(aliveEveryMs, tellAlive);
  }

  written.push(alive);
  return written;
}
