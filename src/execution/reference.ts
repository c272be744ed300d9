import {
  type DocumentNode,
  execute,
  type ExecutionResult,
  type GraphQLError,
  type GraphQLSchema,
} from 'graphql';
import type { Execute, Execution, FieldError } from './execution.ts';

/**
 * Executes an operation as the graphql package does: what is not compiled, and what the compiled is held against. It
 * tells the errors of fields that were waited for in the order in which they came.
 *
 * @param maxErrors most errors that are kept
 */
export function referenceExecute(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null | undefined,
  maxErrors: number,
): Execute {
  return (contextValue, variableValues) => {
    const result = execute({ schema, document, operationName, contextValue, variableValues });
    return result instanceof Promise
      ? result.then((settled) => executionOf(settled, maxErrors))
      : executionOf(result, maxErrors);
  };
}

function executionOf({ data, errors = [] }: ExecutionResult, maxErrors: number): Execution {
  return {
    data: data === undefined ? undefined : JSON.stringify(data),
    errors: errors.slice(0, maxErrors).map(fieldErrorOf),
    untold: Math.max(0, errors.length - maxErrors),
  };
}

function fieldErrorOf(error: GraphQLError): FieldError {
  const { originalError: cause = error, nodes = [], path = null } = error;
  return { cause, nodes, path };
}
