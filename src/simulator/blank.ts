import { type AccountMode, appliesIn, type ObjectDeclaration } from '../endpoints/declare.ts';
import type { Row } from './simulate.ts';

/**
 * Empties the fields that the exchange leaves `""` in a mode: those whose declaration excludes it, and
 * those named in `beyond`, which are empty for another reason. Real booleans stay booleans: false.
 */
export function blankByMode(
  object: ObjectDeclaration,
  mode: AccountMode,
  row: Row,
  beyond: readonly string[] = [],
): Row {
  const blanked = Object.entries(row).map(([name, value]) => {
    const field = object.fields[name];
    const applies = (!field || appliesIn(field, mode)) && !beyond.includes(name);
    return [name, applies ? value : typeof value === 'boolean' ? false : ''] as const;
  });
  return Object.fromEntries(blanked);
}
