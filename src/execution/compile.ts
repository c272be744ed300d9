import {
  type DocumentNode,
  getVariableValues,
  type GraphQLSchema,
  OperationTypeNode,
} from 'graphql';
import { executePlan } from './execute-plan.ts';
import type { Execute } from './execution.ts';
import { findOperation, type Operation } from './find-operation.ts';
import { createPlans } from './plans.ts';
import { referenceExecute } from './reference.ts';

export interface Executor {
  /**
   * How an operation of a document is executed.
   *
   * @param document a valid one, which never changes
   * @param operationName that of the operation; none where it has only one
   */
  prepare(document: DocumentNode, operationName?: string | null): Execute;
}

/**
 * Executes queries by plans, and by the graphql package what these are not made for: what asks for the schema,
 * mutations, variables that do not fit, very many conditions.
 *
 * @param maxErrors most errors of an execution that are kept
 */
export function createExecutor(schema: GraphQLSchema, maxErrors: number): Executor {
  /** By the names of their operations. They go with the documents, when nobody keeps these any more. */
  const prepared = new WeakMap<DocumentNode, Map<string | null, Execute>>();

  function compile(query: Operation, reference: Execute): Execute {
    const planFor = createPlans(schema, query);
    const { variableDefinitions = [] } = query.operation;
    return (context, variables) => {
      const { coerced } = getVariableValues(schema, variableDefinitions, variables ?? {}, {
        // What does not fit is told by the graphql package.
        maxErrors: 0,
      });
      const plan = coerced && planFor(coerced);
      return plan ? executePlan(plan, context, coerced, maxErrors) : reference(context, variables);
    };
  }

  return {
    prepare(document, operationName = null) {
      const known = prepared.get(document) ?? new Map<string | null, Execute>();
      prepared.set(document, known);
      const before = known.get(operationName);
      if (before) return before;
      const reference = referenceExecute(schema, document, operationName, maxErrors);
      const query = findOperation(document, operationName);
      // Nothing is kept of names that are those of no operation: there can be any number of them.
      if (!query || query.operation.operation === OperationTypeNode.MUTATION) return reference;
      const execute = compile(query, reference);
      known.set(operationName, execute);
      return execute;
    },
  };
}
