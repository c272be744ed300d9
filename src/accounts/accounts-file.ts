import { z } from 'zod';
import { readJsonFile } from '../settings/json-file.ts';
import { members } from '../settings/members.ts';
import { refuseRepeats } from '../settings/refuse-repeats.ts';
import { table } from '../settings/table.ts';
import { accountId, baseUrl, credential } from '../settings/values.ts';
import type { ServedAccount } from './accounts.ts';

/**
 * Reads a JSON list of accounts. Throws a `SettingsError` that names the file, the entry (counted
 * from 1) and the field, and holds nothing of the file's content.
 */
export function readAccountsFile(path: string): readonly ServedAccount[] {
  return readJsonFile(table.accountsFile.name, path, accounts);
}

const wantsShare = 'a number above 0 and up to 1, without quotes';

const account = members(
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
const accounts = z.array(account, wantsList).min(1, wantsList).transform(refuseSame);

function refuseSame(
  entries: readonly ServedAccount[],
  context: z.RefinementCtx,
): readonly ServedAccount[] {
  refuseRepeats(entries, { context, field: 'id', valuesOf: ({ id }) => [id] });
  // One key under two ids would be two budgets for what the exchange counts as one.
  refuseRepeats(entries, {
    context,
    field: 'apiKey',
    valuesOf: ({ apiKey }) => [apiKey.reveal()],
  });
  return entries;
}
