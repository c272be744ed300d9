import {
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  getNamedType,
  getNullableType,
  type GraphQLNamedType,
  type GraphQLSchema,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

/** How long a list is taken to be whose length is not known and no argument gives. */
const presumedLength = 50;

interface Operation {
  readonly document: DocumentNode;
  readonly operationName: string | null | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
}

/**
 * How many fields an answer may hold: every selected field, times the lengths of the lists above it.
 * What a fragment counts is worked out once, however often it is spread, so that counting stays cheap when
 * executing would not. Introspection is free: GraphQL bounds it itself.
 *
 * @param lengths of lists that are known, by coordinates such as `Query.accounts`
 */
export function countFields(
  schema: GraphQLSchema,
  { document, operationName, variables }: Operation,
  lengths: ReadonlyMap<string, number>,
): number {
  const operations = document.definitions.filter(
    (definition): definition is OperationDefinitionNode =>
      definition.kind === Kind.OPERATION_DEFINITION &&
      (!operationName || definition.name?.value === operationName),
  );
  const defaults = new Map(
    operations.flatMap(({ variableDefinitions = [] }) =>
      variableDefinitions.map(({ variable, defaultValue }) => [variable.name.value, defaultValue]),
    ),
  );
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION)
      fragments.set(definition.name.value, definition);
  }
  const counted = new Map<string, number>();

  function countFragment(name: string): number {
    const known = counted.get(name);
    if (known !== undefined) return known;
    const fragment = fragments.get(name);
    if (!fragment) return 0;
    const type = schema.getType(fragment.typeCondition.name.value);
    const count = countSelections(fragment.selectionSet, type);
    counted.set(name, count);
    return count;
  }

  function countSelections(
    { selections }: SelectionSetNode,
    type: GraphQLNamedType | undefined,
  ): number {
    let count = 0;
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) count += countField(selection, type);
      else if (selection.kind === Kind.INLINE_FRAGMENT) {
        const { typeCondition, selectionSet } = selection;
        const inside = typeCondition ? schema.getType(typeCondition.name.value) : type;
        count += countSelections(selectionSet, inside);
      } else count += countFragment(selection.name.value);
    }
    return count;
  }

  function countField(field: FieldNode, parent: GraphQLNamedType | undefined): number {
    const defined = isObjectType(parent) ? parent.getFields()[field.name.value] : undefined;
    if (!defined) return 0;
    const length = isListType(getNullableType(defined.type))
      ? (lengths.get(`${parent?.name}.${defined.name}`) ?? lengthOf(field.arguments ?? []))
      : 1;
    const inside = field.selectionSet
      ? countSelections(field.selectionSet, getNamedType(defined.type))
      : 0;
    return 1 + length * inside;
  }

  function lengthOf(args: readonly ArgumentNode[]): number {
    const given = args.flatMap(({ value }) => {
      const name = value.kind === Kind.VARIABLE ? value.name.value : '';
      const variable = variables[name];
      if (Array.isArray(variable)) return variable.length;
      const written = variable === undefined ? (defaults.get(name) ?? value) : value;
      return written.kind === Kind.LIST ? written.values.length : [];
    });
    return given.length === 0 ? presumedLength : Math.max(...given);
  }

  const query = schema.getQueryType() ?? undefined;
  return operations.reduce(
    (sum, { selectionSet }) => sum + countSelections(selectionSet, query),
    0,
  );
}
