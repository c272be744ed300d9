import { createHash } from 'node:crypto';
import {
  concatAST,
  type DocumentNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  separateOperations,
  Source,
  type Token,
  TokenKind,
  validate,
  visit,
} from 'graphql';

/** An operation that the contract names, with the fragments that it uses and no others. */
export interface NamedOperation {
  readonly name: string;
  /** `query`, `mutation` or `subscription`. */
  readonly type: string;
  /** Asks for the type of each object too, as clients with a cache make it do: what they send is `text`, and has its hash. */
  readonly document: DocumentNode;
  /** The operation as a client sends it. */
  readonly text: string;
  /** The lines of the comment above it. */
  readonly about: readonly string[];
}

/**
 * The operations of files, in the order of their paths. A fragment of one file may be used in another.
 * @param files path → text
 * @throws GraphQLError of the first thing that the schema does not have, with its place
 */
export function readOperations(
  schema: GraphQLSchema,
  files: ReadonlyMap<string, string>,
): readonly NamedOperation[] {
  const paths = [...files.keys()].toSorted();
  const all = concatAST(paths.map((path) => parse(new Source(files.get(path) ?? '', path))));
  const [error] = validate(schema, all);
  if (error) throw error;
  return Object.entries(separateOperations(all)).map(([name, written]) => {
    const document = withTypenames(written);
    const operation = operationOf(document);
    if (name === '') throw new Error('Every operation of the contract needs a name.');
    return {
      name,
      type: operation.operation,
      document,
      text: print(document),
      about: commentAbove(operation),
    };
  });
}

/**
 * What tells a server which operations clients may send, in the format of Apollo's persisted query
 * manifest. The id of an operation is the SHA-256 of its text.
 */
export function writeManifest(operations: readonly NamedOperation[]): string {
  return formatJson({
    format: 'apollo-persisted-query-manifest',
    version: 1,
    operations: operations.map(({ name, type, text }) => ({
      id: createHash('sha256').update(text).digest('hex'),
      name,
      type,
      body: text,
    })),
  });
}

export function formatJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** With `__typename` last in each object, where Apollo Client and urql put it. */
function withTypenames(document: DocumentNode): DocumentNode {
  const typename = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } } as const;
  return visit(document, {
    SelectionSet(node, _key, parent) {
      const isRoot = parent && 'kind' in parent && parent.kind === Kind.OPERATION_DEFINITION;
      return isRoot ? undefined : { ...node, selections: [...node.selections, typename] };
    },
  });
}

function operationOf({ definitions }: DocumentNode): OperationDefinitionNode {
  const operation = definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  if (operation?.kind !== Kind.OPERATION_DEFINITION)
    throw new Error('A document has no operation.');
  return operation;
}

function commentAbove({ loc }: OperationDefinitionNode): readonly string[] {
  const lines: string[] = [];
  let token: Token | null | undefined = loc?.startToken.prev;
  while (token?.kind === TokenKind.COMMENT) {
    lines.unshift(token.value.trim());
    token = token.prev;
  }
  return lines;
}
