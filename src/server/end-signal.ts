import type { Clock } from '../time/clock.ts';

/** Ctrl-C may reach a process more than once: from the terminal, and passed on by whatever started it. */
const sameSignalMs = 1_000;

const endSignals = ['SIGTERM', 'SIGINT'] as const;

/** No request has been taken yet. */
const endAtOnce = () => process.exit(0);

/**
 * Until `endSignal`, ends the process in order at the signals that tell it to: in a container, where it is the first
 * process, they would be lost on one that does not listen for them.
 */
export function endWhileStarting(): void {
  for (const signal of endSignals) process.on(signal, endAtOnce);
  // What is to be read again is still to be read. Without anybody to hear it, the signal would end the process.
  process.on('SIGHUP', () => {});
}

/** Resolves to the signal by which the process is told to end. Told so again later, it ends at once. */
export async function endSignal(clock: Clock): Promise<(typeof endSignals)[number]> {
  const { promise, resolve } = Promise.withResolvers<(typeof endSignals)[number]>();
  let toldAt: number | null = null;
  const onSignal = (signal: (typeof endSignals)[number]) => {
    toldAt ??= clock.now();
    if (clock.now() - toldAt > sameSignalMs) process.exit(1);
    resolve(signal);
  };
  for (const signal of endSignals) {
    process.on(signal, () => onSignal(signal));
    process.off(signal, endAtOnce);
  }
  return promise;
}
