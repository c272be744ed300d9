import type { Fields, ObjectDeclaration } from '../endpoints/declare.ts';
import type { Row } from '../exchange/decode.ts';

/** A row of which each field is a promise, and which is loaded when the first of them is read. */
export type LazyRow<F extends Fields> = {
  readonly [Name in keyof F | 'asOf']: Promise<Row<F>[Name] | null>;
};

/**
 * @param own properties that need no loading
 * @param load is called once, at the first reading; the fields of a row that the exchange did not send are null
 */
export function createLazyRow<F extends Fields, Own extends object>(
  own: Own,
  { fields }: ObjectDeclaration<F>,
  load: () => Promise<Row<F> | null>,
): Own & LazyRow<F> {
  let row: Promise<Row<F> | null> | undefined;
  const read = async (name: string) => {
    row ??= load();
    return (await row)?.[name] ?? null;
  };
  const lazy = { ...own };
  for (const name of [...Object.keys(fields), 'asOf']) {
    Object.defineProperty(lazy, name, { get: () => read(name) });
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the declared fields have just been defined
  return lazy as Own & LazyRow<F>;
}
