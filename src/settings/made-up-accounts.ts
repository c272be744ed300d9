import { isLoopback } from './loopback.ts';
import { type Environment, isSet, read, readIfSet } from './read.ts';
import { SettingsError } from './settings-error.ts';
import { table } from './table.ts';

const realOnes = `${table.apiKey.name}, ${table.secretKey.name} and ${table.passphrase.name}, or ${table.accountsFile.name}`;

/**
 * Whether made-up accounts are served. Who tries the gateway on the own machine gets them unasked; where it looks like a
 * gateway for others, amounts that nobody has would be taken for real ones.
 */
export function readEmbedded(env: Environment): boolean {
  const { embedded, host, callersFile, redisUrl, apiKey, accountsFile } = table;
  const isWanted = readIfSet(env, embedded);
  const accounts = [apiKey, accountsFile].find((setting) => isSet(env, setting));
  if (accounts !== undefined) {
    if (isWanted !== true) return false;
    throw new SettingsError(
      `${embedded.name} must be false while ${accounts.name} is set: accounts are either made up or real`,
    );
  }
  if (isWanted === true) return true;
  if (isWanted === false) {
    throw new SettingsError(
      `${embedded.name} must be true where no accounts are given; for real ones set ${realOnes}`,
    );
  }
  const forOthers = [callersFile, redisUrl].find((setting) => isSet(env, setting));
  const reason = isLoopback(read(env, host))
    ? forOthers && `beside ${forOthers.name}`
    : `while ${host.name} is no loopback address`;
  if (reason === undefined) return true;
  throw new SettingsError(
    `${embedded.name} must be true for made-up accounts ${reason}; for real ones set ${realOnes}`,
  );
}
