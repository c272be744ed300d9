import type { DocumentNode, GraphQLSchema } from 'graphql';
import type { Execute } from './execution.ts';
import { referenceExecute } from './reference.ts';

export interface Executor {
  prepare(document: DocumentNode, operationName: string | null | undefined): Execute;
}

export function createExecutor(schema: GraphQLSchema, maxErrors: number): Executor {
  return {
    prepare: (document, operationName) =>
      referenceExecute(schema, document, operationName, maxErrors),
  };
}
