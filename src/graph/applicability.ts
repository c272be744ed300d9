import {
  type AccountMode,
  accountModes,
  appliesIn,
  type Field,
  isAccountMode,
} from '../endpoints/declare.ts';

/** Where a field of the graph can be null because of the mode of an account. */
export interface Applicability {
  /** Whether the exchange fills the field in a mode. */
  appliesIn(mode: AccountMode): boolean;
  /** The account that an object with the field is of. */
  accountOf(object: unknown): string;
}

/** What the fields of the graph know of themselves. */
export type FieldExtensions = {
  readonly applicability?: Applicability;
};

/** Said of a field that some modes do not have; nothing is said of one that all have, or of which that is not known. */
export function applicabilityOf(
  field: Field,
  accountOf: (object: never) => string,
): FieldExtensions {
  // A real boolean is never empty: the exchange sends `false` in modes that do not have it.
  if (field.kind === 'flag' || modes.every((mode) => appliesIn(field, mode))) return {};
  return {
    applicability: {
      appliesIn: (mode) => appliesIn(field, mode),
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a field gets objects of its type only
      accountOf: (object) => accountOf(object as never),
    },
  };
}

const modes = Object.keys(accountModes).map(Number).filter(isAccountMode);
