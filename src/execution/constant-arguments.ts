import {
  type ArgumentNode,
  BREAK,
  type FieldNode,
  getArgumentValues,
  type GraphQLField,
  visit,
} from 'graphql';

/** By name. */
export type Arguments = Readonly<Record<string, unknown>>;

const none: Arguments = Object.freeze({});

/** The arguments of a field where they are the same whatever the variables; null where they are not, or do not fit. */
export function constantArguments(
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
): Arguments | null {
  if (field.args.length === 0) return none;
  if (node.arguments?.some(dependsOnVariable)) return null;
  try {
    // All executions share them.
    return Object.freeze(getArgumentValues(field, node));
  } catch {
    // It is told where the field is executed.
    return null;
  }
}

function dependsOnVariable(argument: ArgumentNode): boolean {
  let depends = false;
  visit(argument, {
    Variable() {
      depends = true;
      return BREAK;
    },
  });
  return depends;
}
