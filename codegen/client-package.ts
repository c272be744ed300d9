import { type GraphQLSchema, lexicographicSortSchema, printSchema } from 'graphql';
import { clientConfig } from './client-config.ts';
import { clientDocuments } from './client-documents.ts';
import { clientEnums } from './client-enums.ts';
import { clientErrors } from './client-errors.ts';
import { clientPairs } from './client-pairs.ts';
import { type ClientPart, docComment } from './client-part.ts';
import { clientWatch } from './client-watch.ts';
import { formatJson, type NamedOperation } from './named-operations.ts';

interface ClientPackageOptions {
  readonly schema: GraphQLSchema;
  readonly operations: readonly NamedOperation[];
  /** The TypeScript types of the operations' answers and variables. */
  readonly operationTypes: string;
  readonly version: string;
}

/** What a TypeScript frontend installs: file name → content. It needs no build step. */
export function writeClientPackage({
  schema,
  operations,
  operationTypes,
  version,
}: ClientPackageOptions): ReadonlyMap<string, string> {
  const parts = [
    clientScalars(schema),
    clientEnums(),
    clientErrors(),
    clientPairs(),
    clientWatch(),
    clientConfig(schema),
    clientDocuments(operations, operationTypes),
  ];
  const join = (texts: readonly string[]): string =>
    [generated, ...texts].filter((text) => text !== '').join('\n');
  return new Map([
    ['package.json', formatJson(manifestOf(version))],
    ['index.js', join(parts.map(({ code }) => code))],
    ['index.d.ts', join(parts.map(({ types }) => types))],
    ['schema.graphql', printContract(schema)],
  ]);
}

/** The schema as it is published: sorted, so that a change of the code's order changes nothing. */
export function printContract(schema: GraphQLSchema): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}

const generated = '// Written by `npm run codegen`.\n';

/** What a frontend has to know of a scalar beside its description in the graph. */
const scalarNotes: Readonly<Record<string, readonly string[]>> = {
  Decimal: [
    'big.js, bignumber.js and decimal.js take it as it is, and their `toFixed()` gives what the gateway takes.',
    'decimal.js rounds each result to 20 digits unless `Decimal.set({ precision: 100 })` comes first.',
  ],
  DateTime: ['`new Date(…)` takes it.'],
};

function clientScalars(schema: GraphQLSchema): ClientPart {
  const types = Object.entries(scalarNotes).map(([name, notes]) => {
    const lines = [schema.getType(name)?.description ?? '', ...notes];
    return `${docComment(lines)}export type ${name} = string;\n`;
  });
  return { code: '', types: types.join('\n') };
}

function manifestOf(version: string): object {
  return {
    name: 'okx-account-gateway-client',
    version,
    description: 'Typed queries, enums and error codes of the OKX account gateway.',
    license: 'MIT',
    type: 'module',
    sideEffects: false,
    main: './index.js',
    types: './index.d.ts',
    exports: {
      '.': { types: './index.d.ts', default: './index.js' },
      './schema.graphql': './schema.graphql',
      './package.json': './package.json',
    },
    files: ['index.js', 'index.d.ts', 'schema.graphql'],
    dependencies: { '@graphql-typed-document-node/core': '^3.2.0' },
    peerDependencies: { graphql: '^16.0.0 || ^17.0.0' },
  };
}
