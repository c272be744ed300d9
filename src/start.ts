import { existsSync } from 'node:fs';
import { setImmediate as hearSignals } from 'node:timers/promises';
import type { ServedAccount } from './accounts/accounts.ts';
import { readAccountsFile } from './accounts/accounts-file.ts';
import { readCallersFile } from './callers/callers-file.ts';
import { createLog } from './server/log.ts';
import { run } from './server/run.ts';
import { renderHelp } from './settings/help.ts';
import { parseSettings, type Settings } from './settings/settings.ts';
import { SettingsError } from './settings/settings-error.ts';
import { loadTraces } from './telemetry/load-traces.ts';
import { systemClock } from './time/clock.ts';

async function start(): Promise<void> {
  loadEnvFile();
  const settings = parseSettings(process.env);
  const { log, flush, droppedLines } = createLog(settings.logLevel, process.stderr.fd);
  process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
    log.warn({ reason: code }, 'stdout cannot be written');
  });
  const traces = await loadTraces(process.env, { clock: systemClock, log });
  const accounts = await loadAccounts(settings);
  const { callersFile } = settings;
  const callers = callersFile === null ? null : readCallersFile(callersFile);
  // Loading lets none through: who was told to end meanwhile is to end before anything is asked of it.
  await hearSignals();
  await run(
    { ...settings, callers, accounts, madeUp: settings.embedded },
    {
      clock: systemClock,
      random: Math.random,
      log,
      telemetry: traces ? [traces.telemetry] : [],
      droppedLines,
      // The start of the process. An embedded exchange begins with it and remembers no other.
      askedUntil: settings.embedded ? -Infinity : 0,
    },
  );
  await traces?.close();
  await flush();
}

/** Docker makes a folder of a file that is to be mounted and is not there. */
function loadEnvFile(): void {
  try {
    if (existsSync('.env')) process.loadEnvFile('.env');
  } catch {
    throw new SettingsError('.env must be a readable file, and no folder, or not be there');
  }
}

/** The first is the default account. Without any the embedded exchange serves its own. */
async function loadAccounts({
  account,
  accountsFile,
}: Settings): Promise<readonly ServedAccount[]> {
  if (accountsFile !== null) return readAccountsFile(accountsFile);
  if (account !== null) return [account];
  const { startEmbeddedExchange } = await import('./simulator/embedded.ts');
  return startEmbeddedExchange();
}

try {
  const [argument] = process.argv.slice(2);
  if (argument !== undefined && argument !== '--help') {
    throw new SettingsError('settings are environment variables; the only argument is --help');
  }
  if (argument === '--help') process.stdout.write(renderHelp());
  else await start();
  process.exit();
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
