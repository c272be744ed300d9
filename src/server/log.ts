import { setTimeout as delay } from 'node:timers/promises';
import { type Logger, pino } from 'pino';

/** Bytes of lines that are held while they cannot be written; more are dropped. */
const maxHeld = 2 ** 20;
const tryAgainMs = 1_000;
/** How often, and how many times, what is held is tried to be written at the end. */
const lastTryMs = 50;
const lastTries = 10;

/** A log, and how to try for a last time, half a second long, to write what is held. */
interface Log {
  readonly log: Logger;
  /** Lines that were dropped since the start. */
  readonly droppedLines: () => number;
  readonly flush: () => Promise<void>;
}

/**
 * A log where what it is written to may be full, broken or read by nobody: then lines are held, or dropped and counted,
 * and nothing waits for them. Each is written at once, so that none is lost with a process that fails.
 *
 * @param dest a descriptor, of a pipe one that does not let writers wait, as Node opens its own
 */
export function createLog(level: string, dest: number): Log {
  const destination = pino.destination({
    dest,
    sync: true,
    maxLength: maxHeld,
    retryEAGAIN: () => false,
  });
  const log = pino({ level }, destination);
  let isHeld = false;
  let dropped = 0;
  let droppedBefore = 0;

  destination.on('error', ({ code }: NodeJS.ErrnoException) => {
    // Whoever has closed the pipe does not come back.
    isHeld = code !== 'EPIPE';
  });
  destination.on('drop', () => {
    dropped += 1;
  });
  function tryAgain(): void {
    if (!isHeld) return;
    isHeld = false;
    destination.write('');
    if (isHeld || dropped === 0) return;
    log.warn({ lines: dropped }, 'log lines dropped');
    droppedBefore += dropped;
    dropped = 0;
  }

  setInterval(tryAgain, tryAgainMs).unref();

  const flush = async (tries = lastTries): Promise<void> => {
    if (!isHeld || tries === 0) return;
    await delay(lastTryMs);
    tryAgain();
    await flush(tries - 1);
  };

  return { log, flush, droppedLines: () => droppedBefore + dropped };
}
