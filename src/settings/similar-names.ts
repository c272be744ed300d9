import { closest } from 'fastest-levenshtein';
import type { Environment } from './read.ts';
import { isServiceLink } from './service-links.ts';
import { SettingsError } from './settings-error.ts';
import { bare, isNear, separator } from './similarity.ts';
import { table } from './table.ts';

/** What a mistake in these does is seen at once or harms nobody, and other programs have variables with names like them. */
const harmless = new Set(['HOST', 'PORT', 'LOG_LEVEL', 'HTTPS_PROXY', 'NO_PROXY']);
const names = Object.values(table).map(({ name }) => name);
const ours = new Set<string>(names);
const judged = names.filter((name) => !harmless.has(name));

/** First words that names of other programs begin with as well: the second one counts, too. */
const general = new Set(['ADMIN', 'ALLOW', 'CHECK', 'MAX', 'REDIS']);
/** Of a name cut short: less may be anything. Unit: letters. */
const leastStem = 5;

/**
 * Refuses variables whose names may be those of settings, misspelt: without their effect, the gateway would do something
 * else than was meant, and nobody would notice.
 */
export function refuseSimilarNames(env: Environment): void {
  for (const [name, value] of Object.entries(env)) {
    if (!value || isOurs(name, env) || isServiceLink(name, env)) continue;
    if (!resemblesOurs(name.toUpperCase()) && !isOtherRedis(name, value, env)) continue;
    const meant = closest(bare(name), judged.map(bare));
    throw new SettingsError(
      `${name} is no setting. Did you mean ${judged.find((one) => bare(one) === meant)}? Mend the name, or unset it; --help lists all settings`,
    );
  }
}

/** Also in another spelling where the system has names that differ in nothing else be the same. */
const isOurs = (name: string, env: Environment): boolean =>
  ours.has(name) || (ours.has(name.toUpperCase()) && env[name.toUpperCase()] === env[name]);

/** An address of Redis under another name, where none is given under ours: its budgets would be shared with nobody. */
const isOtherRedis = (name: string, value: string, env: Environment): boolean =>
  !env[table.redisUrl.name] && /^REDIS(?:_|$)/i.test(name) && /^rediss?:\/\//.test(value);

function resemblesOurs(name: string): boolean {
  const stem = stemOf(name);
  return judged.some((one) => isSameStem(stem, stemOf(one)) || isNear(name, one));
}

/** What a name has in common with others of its kind: `OKX`, `MAX_AGE`. */
function stemOf(name: string): string {
  const [first = '', ...rest] = name.split(separator);
  return general.has(first) ? [first, ...rest.slice(0, 1)].join('_') : first;
}

const isSameStem = (stem: string, own: string): boolean =>
  stem === own || (stem.length >= leastStem && !general.has(stem) && own.startsWith(stem));
