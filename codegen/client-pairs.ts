import type { ClientPart } from './client-part.ts';

/** What puts the rows of a list, and the errors that stand for rows, beside the keys that were asked for. */
export function clientPairs(): ClientPart {
  return {
    code: `export function pairUp({ keys, rows, keyOf, errors, path }) {
  const given = (rows ?? []).flatMap((row) => (row ? [{ name: tidy(keyOf(row)), row }] : []));
  const near = (errors ?? []).filter((error) =>
    (error.path ?? []).every((part, i) => i >= path.length || part === path[i]),
  );
  return keys.map((key) => {
    const name = tidy(key);
    return {
      key,
      rows: given.filter((one) => one.name === name).map(({ row }) => row),
      errors: near.filter((error) => {
        const named = error.extensions?.keys;
        const isInside = (error.path ?? []).length > path.length;
        return !isInside || !Array.isArray(named) || named.map(tidy).includes(name);
      }),
    };
  });
}

/** As the gateway reads keys. */
const tidy = (key) => String(key).trim().replace(/[a-z]/g, (letter) => letter.toUpperCase());
`,
    types: `/** What an answer has for a key that was asked for. */
export interface Paired<Row, Given extends Fault> {
  /** As it was given. */
  readonly key: string;
  /** One at most, but for \`maxLoan\`, where it is one for each side. */
  readonly rows: readonly Row[];
  /** Why there is no row, or why a part of it is null; none where the exchange has no row. */
  readonly errors: readonly Given[];
}

/** An error as clients have it: a \`GatewayError\`, or what Apollo Client and urql make of one. */
export interface Fault {
  readonly path?: readonly (string | number)[] | undefined;
  readonly extensions?: object | undefined;
}

/**
 * The rows of a list and the errors of an answer beside the keys that were asked for, in the order of these.
 * An error of the list as a whole, or of what holds it, is an error of each key.
 */
export declare function pairUp<Row, Given extends Fault>(answer: {
  /** What was asked for, each once. */
  readonly keys: readonly string[];
  /** The list as it was answered. */
  readonly rows: readonly (Row | null)[] | null | undefined;
  /** The key of a row: its \`instId\` or its \`ccy\`. */
  readonly keyOf: (row: Row) => string | null;
  /** All errors of the answer. */
  readonly errors: readonly Given[] | null | undefined;
  /** Where the list stands in the answer, such as \`['account', 'maxAvail']\` or \`['accounts', 0, 'maxLoan']\`. */
  readonly path: readonly (string | number)[];
}): readonly Paired<Row, Given>[];
`,
  };
}
