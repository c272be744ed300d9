import { type AccountMode, accountModes, type Field } from '../endpoints/declare.ts';

/** The description of a field or argument in the graph: meaning, unit, account modes. */
export function describe({ meaning, unit, modes }: Field): string {
  const sentences = [meaning];
  if (unit !== undefined) sentences.push(`Unit: ${unit}.`);
  if (modes !== undefined) sentences.push(`Account modes: ${nameModes(modes)}.`);
  return sentences.join(' ');
}

export function nameModes(modes: readonly AccountMode[]): string {
  const all = modes.length === Object.keys(accountModes).length;
  return all ? 'all' : modes.map((mode) => accountModes[mode]).join(', ');
}
