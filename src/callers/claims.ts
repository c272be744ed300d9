import type { JWTPayload } from 'jose';
import type { ClaimNames } from './known-callers.ts';
import { badToken, type CallerRefusal, type Found } from './refusal.ts';

const maxSubjectLength = 256;
/** Each caller is kept with its accounts, and there are very many callers. */
const maxAccounts = 1_000;
/** More weight than this would be no part of anything. */
export const maxWeight = 1_000;
/** With less, how far a caller has come would soon be more than numbers can tell, and nobody have a turn any more. */
export const minWeight = 0.001;

/** The caller that the claims of a verified JWT are of; refused where one of them is not what it has to be. */
export function callerOfClaims(payload: JWTPayload, names: ClaimNames): Found {
  const { sub } = payload;
  if (typeof sub !== 'string' || sub === '' || sub.length > maxSubjectLength) {
    return wrong('sub', `a text of 1 to ${maxSubjectLength} characters`);
  }
  const accountIds = readAccounts(payload[names.accounts]);
  if (accountIds === undefined) {
    return wrong(
      names.accounts,
      `a list of the ids of accounts, a text of them, each with ${maxAccounts} of them at most, or "all"`,
    );
  }
  const weight = names.weight === undefined ? 1 : (payload[names.weight] ?? 1);
  if (typeof weight !== 'number' || !(weight >= minWeight && weight <= maxWeight)) {
    return wrong(names.weight, `a number from ${minWeight} to ${maxWeight}`);
  }
  const mayExplore = names.mayExplore === undefined ? false : (payload[names.mayExplore] ?? false);
  if (typeof mayExplore !== 'boolean') return wrong(names.mayExplore, 'true or false');
  return { id: `jwt:${sub}`, accountIds, weight, mayExplore };
}

/** Null for all of them, undefined for what is none of the forms that they can have. */
function readAccounts(claim: unknown): readonly string[] | null | undefined {
  if (claim === 'all') return null;
  const ids: unknown = typeof claim === 'string' ? claim.split(' ').filter(Boolean) : claim;
  if (!Array.isArray(ids) || ids.length > maxAccounts) return undefined;
  const texts = ids.filter((id) => typeof id === 'string');
  return texts.length === ids.length ? [...new Set(texts)] : undefined;
}

function wrong(name: string | undefined, wanted: string): CallerRefusal {
  return badToken(`The claim \`${name}\` of the token must be ${wanted}. Ask its issuer.`);
}
