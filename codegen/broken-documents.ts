import {
  type DefinitionNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  parse,
  separateOperations,
  Source,
  validate,
} from 'graphql';
import { checkDocument } from '../src/documents/check-document.ts';
import { parseManifest } from '../src/documents/manifest.ts';

/**
 * A line for each thing that a schema does not have of what documents ask for.
 * @param files path → text: manifests of persisted documents if a path ends in `.json`, else GraphQL, where fragments of
 * one file may be used in another
 */
export function findBroken(
  schema: GraphQLSchema,
  files: ReadonlyMap<string, string>,
): readonly string[] {
  const isManifest = ([path]: readonly [string, string]) => path.endsWith('.json');
  const manifests = [...files].filter(isManifest);
  const sources = [...files].filter((file) => !isManifest(file));
  return [
    ...findInSources(schema, sources),
    ...manifests.flatMap(([path, text]) => findInManifest(schema, path, text)),
  ];
}

function findInManifest(schema: GraphQLSchema, path: string, text: string): readonly string[] {
  const entries = parseManifest(text);
  if (typeof entries === 'string') return [`${path} ${entries}.`];
  return entries.flatMap((entry) =>
    attempt(`${path}, ${entry.name ?? entry.id}`, () => checkDocument(schema, entry.text)),
  );
}

function findInSources(
  schema: GraphQLSchema,
  files: readonly (readonly [path: string, text: string])[],
): readonly string[] {
  const definitions: DefinitionNode[] = [];
  const unreadable = files.flatMap(([path, text]) =>
    attempt(path, () => definitions.push(...parse(new Source(text, path)).definitions)),
  );
  const isOperation = ({ kind }: DefinitionNode) => kind === Kind.OPERATION_DEFINITION;
  const fragments = definitions.filter((definition) => !isOperation(definition));
  // One by one: those of two frontends may have the same name.
  const unfit = definitions.filter(isOperation).flatMap((operation) => {
    const all = { kind: Kind.DOCUMENT, definitions: [operation, ...fragments] } as const;
    return Object.entries(separateOperations(all)).flatMap(([name, document]) =>
      validate(schema, document).map((error) => `${placeOf(error)}, ${name}: ${error.message}`),
    );
  });
  return [...unreadable, ...unfit];
}

function attempt(what: string, look: () => unknown): readonly string[] {
  try {
    look();
    return [];
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    return [`${what}: ${error.message}`];
  }
}

function placeOf({ source, locations }: GraphQLError): string {
  return `${source?.name}:${locations?.[0]?.line}`;
}
