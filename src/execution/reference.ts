import {
  type DocumentNode,
  execute,
  type ExecutionResult,
  type GraphQLError,
  type GraphQLSchema,
} from 'graphql';
import type { Execute, Execution, FieldError } from './execution.ts';

/**
 * Executes as GraphQL's own executor does: what no plan is made for, and what plans are held against. Errors of fields
 * that were waited for it tells in the order in which they came.
 *
 * @param maxErrors most errors that are kept
 */
export function referenceExecute(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null | undefined,
  maxErrors: number,
): Execute {
  const convert = ({ data, errors = [] }: ExecutionResult): Execution => ({
    data: data === undefined ? undefined : JSON.stringify(data),
    errors: errors.slice(0, maxErrors).map(fieldErrorOf),
    untold: Math.max(0, errors.length - maxErrors),
  });
  return (contextValue, variableValues) => {
    const result = execute({
      schema,
      document,
      contextValue,
      ...(variableValues && { variableValues }),
      ...(typeof operationName === 'string' && { operationName }),
    });
    return result instanceof Promise ? result.then(convert) : convert(result);
  };
}

function fieldErrorOf(error: GraphQLError): FieldError {
  return { cause: error, nodes: [], path: error.path ?? null };
}
