import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';

export interface Operation {
  readonly operation: OperationDefinitionNode;
  /** By name; of the whole document. */
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
}

/** The operation of a document that has this name, or that is alone where none is given; null where there is none such. */
export function findOperation(
  { definitions }: DocumentNode,
  name: string | null | undefined,
): Operation | null {
  const asked = definitions.filter(
    (definition): definition is OperationDefinitionNode =>
      definition.kind === Kind.OPERATION_DEFINITION &&
      (name ?? definition.name?.value) === definition.name?.value,
  );
  const [operation] = asked;
  if (!operation || asked.length > 1) return null;
  const fragments = definitions.flatMap((definition) =>
    definition.kind === Kind.FRAGMENT_DEFINITION
      ? [[definition.name.value, definition] as const]
      : [],
  );
  return { operation, fragments: Object.fromEntries(fragments) };
}
