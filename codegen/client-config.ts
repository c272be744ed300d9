import { minifyIntrospectionQuery } from '@urql/introspection';
import { type GraphQLSchema, introspectionFromSchema, lexicographicSortSchema } from 'graphql';
import type { ClientPart } from './client-part.ts';

/** What GraphQL Code Generator is told to type queries of a frontend's own as those of the package are. */
const codegenConfig = {
  // Amounts have more digits than a number holds, and times are as the gateway writes them.
  scalars: { ID: 'string', Decimal: 'string', DateTime: 'string' },
  strictScalars: true,
  enumType: 'string-literal',
  useTypeImports: true,
};

/** What tools and caches of a frontend have to be told of the graph. */
export function clientConfig(schema: GraphQLSchema): ClientPart {
  const sorted = introspectionFromSchema(lexicographicSortSchema(schema));
  return {
    code: `export const codegenConfig = ${JSON.stringify(codegenConfig, null, 2)};

export const introspection = ${JSON.stringify(minifyIntrospectionQuery(sorted))};
`,
    types: `import type { IntrospectionQuery } from 'graphql';

/**
 * The \`config\` of a preset of GraphQL Code Generator, such as \`client\`: scalars are strings, enums are unions of strings,
 * and types are imported as types, so that what it writes passes under \`verbatimModuleSyntax\` and \`erasableSyntaxOnly\`.
 */
export declare const codegenConfig: {
  readonly scalars: { ID: 'string'; Decimal: 'string'; DateTime: 'string' };
  readonly strictScalars: true;
  readonly enumType: 'string-literal';
  readonly useTypeImports: true;
};

/** The \`schema\` of graphcache, urql's cache: by it, an answer of which a part is null with an error still has the rest. */
export declare const introspection: IntrospectionQuery;
`,
  };
}
