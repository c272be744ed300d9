import { type AccountMode, appliesIn, accountModes, type Field } from '../endpoints/declare.ts';

/** Where a field of the graph can be null because of the mode of an account. */
export interface Applicability {
  /** Whether the exchange fills the field in a mode. */
  appliesIn(mode: AccountMode): boolean;
  /** The account that an object with the field is of. */
  accountOf(object: unknown): string;
}

/** Said of a field that some modes do not have; nothing is said of one that all have, or of which that is not known. */
export function applicabilityOf<Shape>(
  field: Field,
  accountOf: (object: Shape) => string,
): { readonly extensions?: { readonly applicability: unknown } } {
  // A real boolean is never empty: the exchange sends `false` in modes that do not have it.
  if (field.kind === 'flag' || modes.every((mode) => appliesIn(field, mode))) return {};
  const applicability = { appliesIn: (mode: AccountMode) => appliesIn(field, mode), accountOf };
  return { extensions: { applicability } };
}

const isMode = (level: number): level is AccountMode => Object.hasOwn(accountModes, level);
const modes = Object.keys(accountModes).map(Number).filter(isMode);

/** What was said of a field. */
export function readApplicability(
  extensions: Readonly<Record<string, unknown>>,
): Applicability | undefined {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- nobody else writes it, and a field gets objects of its type only
  return extensions['applicability'] as Applicability | undefined;
}
