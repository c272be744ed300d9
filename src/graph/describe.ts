import { accountModes, type Field } from '../endpoints/declare.ts';

/** The description of a field or argument in the graph: meaning, unit, account modes. */
export function describe({ meaning, unit, modes }: Field): string {
  const sentences = [meaning];
  if (unit !== undefined) sentences.push(`Unit: ${unit}.`);
  if (modes !== undefined) {
    const all = modes.length === Object.keys(accountModes).length;
    sentences.push(
      `Account modes: ${all ? 'all' : modes.map((mode) => accountModes[mode]).join(', ')}.`,
    );
  }
  return sentences.join(' ');
}
