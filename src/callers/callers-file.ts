import { z } from 'zod';
import { readJsonFile } from '../settings/json-file.ts';
import { members } from '../settings/members.ts';
import { isLoopback } from '../settings/loopback.ts';
import { refuseRepeats } from '../settings/refuse-repeats.ts';
import { SettingsError } from '../settings/settings-error.ts';
import { table } from '../settings/table.ts';
import { accountId } from '../settings/values.ts';
import { maxWeight, minWeight } from './claims.ts';
import type { KnownCallers } from './known-callers.ts';

/**
 * Reads who may ask. Throws a `SettingsError` that names the file, the entry (counted from 1) and the field, and holds
 * nothing of the file's content.
 */
export function readCallersFile(path: string): KnownCallers {
  return readJsonFile(table.callersFile.name, path, knownCallers);
}

const wantsName = '1 to 64 letters, digits, -, _, . or @';
const wantsTokens =
  'a list of the SHA-256 of tokens, each 64 hexadecimal digits as `npm run token` prints them';
const wantsAccounts = 'a list of ids of accounts, or "all"';
const wantsWeight = `a number from ${minWeight} to ${maxWeight}, without quotes`;
const wantsFlag = 'true or false, without quotes';
const wantsText = 'a text that is not empty';

const caller = members(
  {
    name: z.string(wantsName).regex(/^[\w.@-]{1,64}$/, wantsName),
    tokens: z
      .array(
        z
          .string(wantsTokens)
          .regex(/^[\da-f]{64}$/i, wantsTokens)
          .toLowerCase(),
        wantsTokens,
      )
      .default([]),
    accounts: z.union([z.literal('all'), z.array(accountId)], wantsAccounts),
    weight: z
      .number(wantsWeight)
      .min(minWeight, wantsWeight)
      .max(maxWeight, wantsWeight)
      .default(1),
    mayExplore: z.boolean(wantsFlag).default(false),
    onBehalfOf: z.boolean(wantsFlag).default(false),
  },
  'an object of name, accounts and, where needed, tokens, weight, mayExplore and onBehalfOf, and of nothing else',
).transform(({ accounts, ...rest }) => ({
  ...rest,
  accountIds: accounts === 'all' ? null : [...new Set(accounts)],
}));

/** With a key that is no secret, or none at all, anybody could sign. */
const algorithms = 'RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519'.split(' ');
const wantsAlgorithms = `a list of one or more of ${algorithms.join(', ')}`;
const wantsUrl =
  'an https address without credentials or fragment; plain http is for loopback hosts only';
const text = z.string(wantsText).min(1, wantsText);

const jwt = members(
  {
    issuer: text,
    audience: text,
    algorithms: z
      .array(z.enum(algorithms, wantsAlgorithms), wantsAlgorithms)
      .min(1, wantsAlgorithms),
    jwksUrl: z.string(wantsUrl).refine(isSafeUrl, wantsUrl),
    claims: members(
      {
        accounts: text.default('accounts'),
        weight: text.optional(),
        mayExplore: text.optional(),
      },
      'an object of accounts, weight and mayExplore, each with the name of a claim, and of nothing else',
    ).prefault({}),
  },
  'an object of issuer, audience, algorithms, jwksUrl and, where needed, claims, and of nothing else',
);

const wantsCallers = 'a list of at least one caller';

// A transform, other than a refinement, runs only when every entry is right.
const knownCallers = members(
  { callers: z.array(caller, wantsCallers).min(1, wantsCallers).optional(), jwt: jwt.optional() },
  'a JSON object of callers, jwt or both, and of nothing else',
).transform(({ callers = [], jwt: issuer = null }, context): KnownCallers => {
  if (callers.length === 0 && issuer === null) {
    context.addIssue({ code: 'custom', message: 'an object that has callers, jwt or both' });
  }
  const path = ['callers'];
  refuseRepeats(callers, { context, path, field: 'name', valuesOf: ({ name }) => [name] });
  refuseRepeats(callers, { context, path, field: 'tokens', valuesOf: ({ tokens }) => tokens });
  return { callers, jwt: issuer };
});

/** @throws SettingsError for an entry of a caller that the file would be refused for */
export function checkEntry(entry: z.input<typeof caller>): void {
  const [issue] = caller.safeParse(entry).error?.issues ?? [];
  if (issue) throw new SettingsError(`${String(issue.path[0])} must be ${issue.message}`);
}

function isSafeUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname, username, password, hash } = new URL(value);
  if (username + password + hash !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}
