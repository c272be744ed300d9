import type { DocumentNode } from 'graphql';
import { type ClientPart, docComment } from './client-part.ts';
import type { NamedOperation } from './named-operations.ts';

/**
 * A document for each operation, as GraphQL clients take it.
 * @param types the types `<Name>Query` and `<Name>QueryVariables` of each operation
 */
export function clientDocuments(operations: readonly NamedOperation[], types: string): ClientPart {
  return {
    code: operations
      .map(({ name, document }) => `export const ${name}Document = ${withoutNoise(document)};\n`)
      .join('\n'),
    types: [
      "import type { TypedDocumentNode } from '@graphql-typed-document-node/core';\n",
      "export type { ResultOf, TypedDocumentNode, VariablesOf } from '@graphql-typed-document-node/core';\n",
      types,
      ...operations.map(({ name, type, about }) => {
        const answer = `${name}${type.charAt(0).toUpperCase()}${type.slice(1)}`;
        return `${docComment(about)}export declare const ${name}Document: TypedDocumentNode<${answer}, ${answer}Variables>;\n`;
      }),
    ].join('\n'),
  };
}

/** A document without places and empty lists, which make up half of its JSON and which no client needs. */
function withoutNoise(document: DocumentNode): string {
  const optionalLists = ['arguments', 'directives', 'variableDefinitions'];
  return JSON.stringify(document, (key, value: unknown) => {
    const isEmpty = Array.isArray(value) && value.length === 0 && optionalLists.includes(key);
    return key === 'loc' || isEmpty ? undefined : value;
  });
}
