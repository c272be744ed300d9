import { distance } from 'fastest-levenshtein';

/** From so many letters on, two of them may be wrong. */
const long = 10;

/** Between words. Some write names with dots or hyphens, which systems allow. */
export const separator = /[^A-Z\d]+/;

/** A name without what is easily left out or written in another case. */
export const bare = (name: string): string => name.toUpperCase().split(separator).join('');

/** Whether somebody may have meant the one name by the other: a letter or two are wrong, or neighbours swapped. */
export function isNear(name: string, own: string): boolean {
  const [one, other] = [bare(name), bare(own)];
  const wrong = distance(one, other);
  const isSwapped = wrong === 2 && sorted(one) === sorted(other);
  return isSwapped || wrong <= (other.length < long ? 1 : 2);
}

const sorted = (name: string): string => name.split('').toSorted().join('');
