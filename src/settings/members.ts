import { z } from 'zod';
import { bare, isNear } from './similarity.ts';

/** Of a name cut short: less may be anything. Unit: letters. */
const leastPart = 4;
/** What may be a secret in the place of a name is not quoted. */
const plainName = /^[a-z_]{1,24}$/i;

/** An object of these members and no others. @param wants what it must be, for the person who writes the file */
export function members<Shape extends z.core.$ZodLooseShape>(shape: Shape, wants: string) {
  const names = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys' ? wants + didYouMean(issue.keys, names) : wants,
  });
}

function didYouMean(keys: readonly string[], names: readonly string[]): string {
  for (const key of keys) {
    const meant = names.find((name) => isMeant(key, name));
    if (meant !== undefined) return `: did you mean ${meant} by ${key}?`;
  }
  return '';
}

/** Whether a member that the file has may be meant for one that it could have. */
export function isMeant(key: string, name: string): boolean {
  if (!plainName.test(key)) return false;
  const isPart = key.length >= leastPart && bare(name).startsWith(bare(key));
  return isPart || isNear(key, name);
}
