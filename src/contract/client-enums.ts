import { type GraphQLEnumType, type GraphQLSchema, isEnumType } from 'graphql';
import { type ClientPart, docComment } from './client-package.ts';

/** The enums of the graph, and what to call their values on a page. */
export function clientEnums(schema: GraphQLSchema): ClientPart {
  const enums = enumsOf(schema);
  return {
    code: enums.map(codeOf).join('\n'),
    types: enums.map(typesOf).join('\n'),
  };
}

export function enumsOf(schema: GraphQLSchema): readonly GraphQLEnumType[] {
  return Object.values(schema.getTypeMap())
    .filter(isEnumType)
    .filter(({ name }) => !name.startsWith('__'))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** `SPOT_ISOLATED` reads `Spot isolated`. */
const labelOf = (value: string): string =>
  value.charAt(0) + value.slice(1).toLowerCase().replaceAll('_', ' ');

/** `TradeMode` gives `tradeModeLabels` and `tradeModeMeanings`. */
const stemOf = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

function codeOf(type: GraphQLEnumType): string {
  const values = type.getValues();
  const labels = values.map(({ name }) => [name, labelOf(name)]);
  const meanings = values.map(({ name, description }) => [name, description]);
  const stem = stemOf(type.name);
  return `export const ${stem}Labels = ${JSON.stringify(Object.fromEntries(labels), null, 2)};

export const ${stem}Meanings = ${JSON.stringify(Object.fromEntries(meanings), null, 2)};
`;
}

function typesOf(type: GraphQLEnumType): string {
  const values = type
    .getValues()
    .map(({ name, description }) => `${docComment([description ?? ''], '  ')}  | '${name}'`);
  const stem = stemOf(type.name);
  return `${docComment([type.description ?? ''])}export type ${type.name} =
${values.join('\n')};

/** What to call each \`${type.name}\` on a page, in the order of the exchange. */
export declare const ${stem}Labels: Readonly<Record<${type.name}, string>>;

/** What each \`${type.name}\` means, in a sentence. */
export declare const ${stem}Meanings: Readonly<Record<${type.name}, string>>;
`;
}
