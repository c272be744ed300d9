import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { SettingsError } from '../settings/settings-error.ts';
import { digestOf } from './blinding.ts';
import { checkEntry } from './callers-file.ts';

/** By its beginning, whoever looks for secrets that were left somewhere knows one of these. */
const prefix = 'okxgw_';

const usage = 'npm run token -- --name NAME --accounts ID,ID, or --accounts all for every account';

/** Prints a new token, which is kept nowhere, and the entry by which the gateway knows its holder. */
function printToken(args: readonly string[]): void {
  const { values } = parseArgs({
    args: [...args],
    options: { name: { type: 'string' }, accounts: { type: 'string' } },
  });
  const { name, accounts } = values;
  // Of one without accounts nobody would see that it reads nothing until it asks.
  if (name === undefined || !accounts) throw new SettingsError(usage);
  const token = `${prefix}${randomBytes(32).toString('base64url')}`;
  const entry = {
    name,
    tokens: [digestOf(token)],
    accounts: accounts === 'all' ? ('all' as const) : accounts.split(','),
  };
  checkEntry(entry);
  process.stdout.write(`${token}\n${JSON.stringify(entry)}\n`);
  process.stderr.write(
    'The first line is the token: it is shown only now. The second is its entry for CALLERS_FILE, below "callers".\n',
  );
}

try {
  printToken(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof SettingsError ? error.message : usage}\n`);
  process.exitCode = 1;
}
