import type { Codes } from '../src/endpoints/codes.ts';
import { declarations } from '../src/endpoints/endpoints.ts';
import { type ClientPart, docComment } from './client-part.ts';

/** The enums of the graph, and what to call their values on a page. */
export function clientEnums(): ClientPart {
  const enums = declaredCodes();
  return {
    code: enums.map(codeOf).join('\n'),
    types: enums.map(typesOf).join('\n'),
  };
}

/** The coded values of all endpoints, by name; each is an enum of the graph. */
export function declaredCodes(): readonly Codes[] {
  const found = declarations
    .flatMap(({ row, within, params }) => [row.fields, within?.object.fields ?? {}, params])
    .flatMap((fields) => Object.values(fields))
    .flatMap((field) => (field.kind === 'code' || field.kind === 'codeList' ? [field.codes] : []));
  return [...new Set(found)].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** `SPOT_ISOLATED` reads `Spot isolated`. */
const labelOf = (value: string): string =>
  value.charAt(0) + value.slice(1).toLowerCase().replaceAll('_', ' ');

/** `TradeMode` gives `tradeModeLabels` and `tradeModeMeanings`. */
const stemOf = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

function codeOf({ name, values }: Codes): string {
  const labels = Object.keys(values).map((value) => [value, labelOf(value)]);
  const meanings = Object.entries(values).map(([value, { meaning }]) => [value, meaning]);
  const stem = stemOf(name);
  return `export const ${stem}Labels = ${JSON.stringify(Object.fromEntries(labels), null, 2)};

export const ${stem}Meanings = ${JSON.stringify(Object.fromEntries(meanings), null, 2)};
`;
}

function typesOf({ name, description, values }: Codes): string {
  const members = Object.entries(values).map(
    ([value, { meaning }]) => `${docComment([meaning], '  ')}  | '${value}'`,
  );
  const stem = stemOf(name);
  return `${docComment([description])}export type ${name} =
${members.join('\n')};

/** What to call each \`${name}\` on a page, in the order of the exchange. */
export declare const ${stem}Labels: Readonly<Record<${name}, string>>;

/** What each \`${name}\` means, in a sentence. */
export declare const ${stem}Meanings: Readonly<Record<${name}, string>>;
`;
}
