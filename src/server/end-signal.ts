import type { Clock } from '../time/clock.ts';

/** Ctrl-C may reach a process more than once: from the terminal, and passed on by whatever started it. */
const sameSignalMs = 1_000;

const endSignals = ['SIGTERM', 'SIGINT'] as const;

/** Resolves to the signal by which the process is told to end. Told so again later, it ends at once. */
export async function endSignal(clock: Clock): Promise<(typeof endSignals)[number]> {
  const { promise, resolve } = Promise.withResolvers<(typeof endSignals)[number]>();
  let toldAt: number | null = null;
  const onSignal = (signal: (typeof endSignals)[number]) => {
    toldAt ??= clock.now();
    if (clock.now() - toldAt > sameSignalMs) process.exit(1);
    resolve(signal);
  };
  for (const signal of endSignals) process.on(signal, () => onSignal(signal));
  return promise;
}
