import {
  buildSchema,
  type ConstDirectiveNode,
  getNamedType,
  getNullableType,
  isListType,
  isObjectType,
  Kind,
  parse,
  type SelectionSetNode,
} from 'graphql';

interface Annotated {
  readonly directives?: readonly ConstDirectiveNode[];
}

const figures = ['weight', 'assumedSize'];

/** What `@cost` or `@listSize` of a field or type says, where no argument says how long a list is; undefined where it has none. */
function figureOf(node: Annotated | null | undefined, name: string): number | undefined {
  const given = node?.directives?.find((one) => one.name.value === name)?.arguments ?? [];
  const argument = given.find((one) => figures.includes(one.name.value));
  return argument?.value.kind === Kind.INT ? Number(argument.value.value) : undefined;
}

/**
 * What a router takes a query to cost by `@cost` and `@listSize`, as that of Apollo counts: a field as its weight, or
 * that of its type, and all below it, times the length of its list.
 *
 * @param sdl of a supergraph
 */
export function createStaticCost(sdl: string): (query: string) => number {
  const schema = buildSchema(sdl, { assumeValid: true, assumeValidSDL: true });

  function costOf({ selections }: SelectionSetNode, parent: string): number {
    const type = schema.getType(parent);
    return selections.reduce((sum, selection) => {
      const name = selection.kind === Kind.FIELD ? selection.name.value : '';
      const field = isObjectType(type) ? type.getFields()[name] : undefined;
      if (selection.kind !== Kind.FIELD || !field) return sum;
      const inner = getNamedType(field.type);
      const typeCost = isObjectType(inner) ? (figureOf(inner.astNode, 'cost') ?? 1) : 0;
      const weight = figureOf(field.astNode, 'cost') ?? typeCost;
      const isList = isListType(getNullableType(field.type));
      const count = isList ? (figureOf(field.astNode, 'listSize') ?? NaN) : 1;
      const below = selection.selectionSet ? costOf(selection.selectionSet, inner.name) : 0;
      return sum + count * (weight + below);
    }, 0);
  }

  return (query) =>
    parse(query).definitions.reduce(
      (sum, definition) =>
        definition.kind === Kind.OPERATION_DEFINITION
          ? sum + costOf(definition.selectionSet, 'Query')
          : sum,
      0,
    );
}
