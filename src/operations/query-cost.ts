import {
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  getNamedType,
  getNullableType,
  type GraphQLArgument,
  type GraphQLNamedType,
  type GraphQLSchema,
  isIntrospectionType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
} from 'graphql';

/**
 * How long a list is taken to be whose length is not known and no argument gives: more than most accounts hold
 * currencies. It decides what is refused beforehand, not how much is answered.
 */
const presumedLength = 50;
/** What an object costs beside its fields: it is looked for by a key, and can end in an error. Rows of a list that names no keys are there anyway. */
const objectWeight = 10;
/** Of a response name, which the answer holds as often as the field: longer ones count as several. Unit: characters. */
const nameLength = 64;

/** The argument that says how much of a list of known length is asked for. */
const pageArgument = 'first';

/** Of the fields that a schema does not list; `__typename` has no fields. */
const metaTypes = new Map(
  [SchemaMetaFieldDef, TypeMetaFieldDef].map(({ name, type }) => [name, getNamedType(type)]),
);

/** One operation of a document, with the variables that it was sent with. */
export interface CountedOperation {
  readonly document: DocumentNode;
  readonly operationName: string | null | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
}

/**
 * How many fields an answer may hold: every selected field, times the lengths of the lists above it. An object
 * that is looked for counts as some fields more, a long name as several.
 * What a fragment counts is worked out once, however often it is spread, so that counting stays cheap when
 * executing would not. Of the schema itself, and of its text, each selected field is taken to bring many.
 *
 * @param lengths of lists that are known, by coordinates such as `Query.accounts`; an argument may ask for a part
 */
export function countFields(
  schema: GraphQLSchema,
  { document, operationName, variables }: CountedOperation,
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
  // Holds the text of the schema, for routers.
  const service = schema.getType('_Service');
  const tellsOfSchema = (type: GraphQLNamedType | undefined): boolean =>
    type !== undefined && (isIntrospectionType(type) || type === service);
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
    const name = field.name.value;
    const defined = isObjectType(parent) ? parent.getFields()[name] : undefined;
    const type = defined ? getNamedType(defined.type) : metaTypes.get(name);
    const own = Math.ceil((field.alias?.value ?? name).length / nameLength);
    const inside = field.selectionSet ? countSelections(field.selectionSet, type) : 0;
    if (tellsOfSchema(type) || tellsOfSchema(parent)) return presumedLength + own + inside;
    if (!field.selectionSet || !defined) return own;
    if (!isListType(getNullableType(defined.type))) return own + objectWeight + inside;
    const args = field.arguments ?? [];
    const known = lengths.get(`${parent?.name}.${name}`);
    const length =
      known === undefined
        ? lengthOf(args, defined.args)
        : Math.min(known, Math.max(0, pageOf(args)));
    return length === null ? own + presumedLength * inside : own + length * (objectWeight + inside);
  }

  function lengthOf(
    args: readonly ArgumentNode[],
    defined: readonly GraphQLArgument[],
  ): number | null {
    const isList = ({ name }: ArgumentNode) =>
      defined.some((one) => one.name === name.value && isListType(getNullableType(one.type)));
    const given = args.filter(isList).flatMap(({ value }) => {
      const name = value.kind === Kind.VARIABLE ? value.name.value : '';
      // Every object has something of the name `toString`.
      const variable = Object.hasOwn(variables, name) ? variables[name] : undefined;
      if (Array.isArray(variable)) return variable.length;
      const written = variable === undefined ? (defaults.get(name) ?? value) : value;
      if (written.kind === Kind.LIST) return written.values.length;
      // One value alone stands for a list of it.
      return written.kind === Kind.NULL || written.kind === Kind.VARIABLE ? [] : 1;
    });
    return given.length === 0 ? null : Math.max(...given);
  }

  /** How many items an argument asks for at most. */
  function pageOf(args: readonly ArgumentNode[]): number {
    const value = args.find(({ name }) => name.value === pageArgument)?.value;
    if (value?.kind !== Kind.VARIABLE)
      return value?.kind === Kind.INT ? Number(value.value) : Infinity;
    const variable = variables[value.name.value];
    if (typeof variable === 'number') return variable;
    const fallback = variable === undefined ? defaults.get(value.name.value) : undefined;
    return fallback?.kind === Kind.INT ? Number(fallback.value) : Infinity;
  }

  return operations.reduce((sum, { operation, selectionSet }) => {
    const root = schema.getRootType(operation) ?? undefined;
    return sum + countSelections(selectionSet, root);
  }, 0);
}
