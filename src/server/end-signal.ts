import type { Clock } from '../time/clock.ts';

/** Ctrl-C may reach a process more than once: from the terminal, and passed on by whatever started it. */
const sameSignalMs = 1_000;

/** Resolves when the process is told to end, by SIGTERM or SIGINT. Told so again later, it ends at once. */
export async function endSignal(clock: Clock): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let toldAt: number | null = null;
  const onSignal = () => {
    toldAt ??= clock.now();
    if (clock.now() - toldAt > sameSignalMs) process.exit(1);
    resolve();
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, onSignal);
  return promise;
}
