import type { AccountMode, ObjectDeclaration } from '../endpoints/declare.ts';
import type { Row } from './simulate.ts';

/**
 * Empties the fields that the exchange leaves `""` in a mode: those whose declaration excludes it, and
 * those named in `beyond`, which its reference does not tell. Real booleans stay booleans: false.
 */
export function blankByMode(
  object: ObjectDeclaration,
  mode: AccountMode,
  row: Row,
  beyond: readonly string[] = [],
): Row {
  const blanked = Object.entries(row).map(([name, value]) => {
    const modes = object.fields[name]?.modes;
    const applies = (modes?.includes(mode) ?? true) && !beyond.includes(name);
    return [name, applies ? value : typeof value === 'boolean' ? false : ''] as const;
  });
  return Object.fromEntries(blanked);
}
