import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { SettingsError } from '../settings/settings-error.ts';
import { table } from '../settings/table.ts';
import { accountId, baseUrl, credential } from '../settings/values.ts';
import type { ServedAccount } from './accounts.ts';

/**
 * Reads a JSON list of accounts. Throws a `SettingsError` that names the file, the entry (counted
 * from 1) and the field, and holds nothing of the file's content.
 */
export function readAccountsFile(path: string): readonly ServedAccount[] {
  const result = accounts.safeParse(parseJson(readText(path)));
  if (result.success) return result.data;

  const [issue] = result.error.issues;
  throw new SettingsError(`${naming(path, issue?.path)} must be ${issue?.message}`);
}

const wantsShare = 'a number above 0 and up to 1, without quotes';

const account = z.strictObject(
  {
    id: accountId,
    apiKey: credential,
    secretKey: credential,
    passphrase: credential,
    baseUrl: baseUrl.prefault(table.baseUrl.fallback),
    demo: z.boolean('true or false, without quotes').default(false),
    share: z.number(wantsShare).gt(0, wantsShare).max(1, wantsShare).default(1),
  },
  'an object of id, apiKey, secretKey, passphrase and, where needed, baseUrl, demo and share, and of nothing else',
);

const wantsList = 'a JSON list of at least one account';

// A transform, other than a refinement, runs only when every entry is right.
const accounts = z.array(account, wantsList).min(1, wantsList).transform(refuseRepeats);

function refuseRepeats(
  entries: readonly ServedAccount[],
  context: z.RefinementCtx,
): readonly ServedAccount[] {
  const refuse = (field: string, valueOf: (entry: ServedAccount) => string): void => {
    const values = entries.map(valueOf);
    for (const [index, value] of values.entries()) {
      const first = values.indexOf(value);
      const message = `different from that of entry ${first + 1}`;
      if (first < index) context.addIssue({ code: 'custom', path: [index, field], message });
    }
  };
  refuse('id', ({ id }) => id);
  // One key under two ids would be two budgets for what the exchange counts as one.
  refuse('apiKey', ({ apiKey }) => apiKey.reveal());
  return entries;
}

function naming(path: string, [index, field]: readonly PropertyKey[] = []): string {
  const entry = typeof index === 'number' ? `, entry ${index + 1}:` : '';
  const name = field === undefined ? '' : ` ${String(field)}`;
  return `${table.accountsFile.name} ${path}${entry}${name}`;
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    throw new SettingsError(`${naming(path)} must be a readable file${reason}`);
  }
}

/** Text that is not JSON becomes `undefined`, which no schema takes: the parser's own error quotes the text. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
