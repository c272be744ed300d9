import { type AccountMode, accountModes, type Field } from '../endpoints/declare.ts';

/** The description of a field or argument in the graph: meaning, unit, account modes. */
export function describe(field: Field): string {
  const { meaning, unit } = field;
  const modes = modesTold(field);
  const sentences = [meaning];
  if (unit !== undefined) sentences.push(`Unit: ${unit}.`);
  if (modes !== undefined) sentences.push(`Account modes: ${modes}.`);
  return sentences.join(' ');
}

/** The modes of accounts that have a field; undefined where nothing is known of them. */
export function modesTold({ modes, emptyIn }: Field): string | undefined {
  if (modes !== undefined) return nameModes(modes);
  return emptyIn && `all but ${nameModes(emptyIn)}, as seen`;
}

function nameModes(modes: readonly AccountMode[]): string {
  const all = modes.length === Object.keys(accountModes).length;
  return all ? 'all' : modes.map((mode) => accountModes[mode]).join(', ');
}
