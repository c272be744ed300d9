import { type Logger, pino } from 'pino';
import { onTestFinished, vi } from 'vitest';
import { readAccountsFile } from '../../src/accounts/accounts-file.ts';
import { run, type RunOptions } from '../../src/server/run.ts';
import { createSimulatedExchange } from '../../src/simulator/exchange.ts';
import { type Clock, systemClock } from '../../src/time/clock.ts';
import { accountsFileOf } from './running-gateway.ts';

/** What runs goes on listening for signals, as long as its process lives. */
export function forgetSignals(): void {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    const before = process.listeners(signal);
    onTestFinished(() => {
      for (const listener of process.listeners(signal)) {
        if (!before.includes(listener)) process.off(signal, listener);
      }
    });
  }
}

interface StartOptions {
  /** Whether it follows the file of its accounts. Default: true. */
  readonly fromFile?: boolean;
  readonly log?: Logger;
  readonly clock?: Clock;
  /** What else it is told than to serve made-up accounts on a free port. */
  readonly more?: Partial<RunOptions>;
}

/** The gateway as it runs in its process; `ended` resolves when it has been told to end. */
export async function startInProcess({
  fromFile = true,
  log = pino({ level: 'silent' }),
  clock = systemClock,
  more = {},
}: StartOptions = {}) {
  forgetSignals();
  const exchange = createSimulatedExchange({ clock: systemClock, moving: false });
  const file = await accountsFileOf(exchange);
  const told = Promise.withResolvers<string>();
  const stdout = vi.spyOn(process.stdout, 'write').mockImplementation((line) => {
    told.resolve(String(line));
    return true;
  });
  const ended = run(
    {
      accounts: readAccountsFile(file),
      accountsFile: fromFile ? file : null,
      checkAccounts: false,
      redisUrl: null,
      replicas: 1,
      host: '127.0.0.1',
      port: 0,
      adminHost: '127.0.0.1',
      adminPort: null,
      operationsDir: null,
      callersFile: null,
      corsOrigins: [],
      maxAgeMs: 200,
      deadlineMs: 10_000,
      maxWaitMs: 3_000,
      drainMs: 0,
      ...more,
    },
    { clock, random: Math.random, log },
  );
  const welcome = await told.promise;
  const [, url = ''] = /^Graph\w* +(\S+)$/m.exec(welcome) ?? [];
  const [, admin = ''] = /^Admin +(\S+)$/m.exec(welcome) ?? [];
  stdout.mockRestore();
  return { url, admin, ended, welcome };
}
