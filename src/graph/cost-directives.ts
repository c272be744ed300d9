import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type GraphQLSchema,
  isObjectType,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  parseConstValue,
  print,
  visit,
} from 'graphql';
import { readCost } from './cost.ts';

/** Of the version of Federation that is linked to. */
const names = ['@cost', '@listSize'];

/**
 * The text of a subgraph with what its fields cost in calls of the exchange, by `@cost` and `@listSize`. Objects cost
 * nothing by themselves.
 *
 * @param schema of which the text is; its fields know their costs
 */
export function printWithCosts(text: string, schema: GraphQLSchema): string {
  const document: DocumentNode = visit(parse(text), {
    ObjectTypeDefinition(type) {
      const isRoot = type.name.value === schema.getQueryType()?.name;
      const fields = (type.fields ?? []).map((field) => withCost(field, type, schema));
      return withDirectives({ ...type, fields }, isRoot ? [] : [cost(0)]);
    },
    Argument(argument) {
      if (argument.name.value !== 'import') return undefined;
      const imported = print(argument.value).replace(/\]$/, `, ${JSON.stringify(names).slice(1)}`);
      return { ...argument, value: parseConstValue(imported) };
    },
  });
  return print(document);
}

/** Has a subgraph tell routers this text: the federation library knows of no costs. */
export function tellSdl(subgraph: GraphQLSchema, sdl: string): void {
  const field = subgraph.getQueryType()?.getFields()['_service'];
  if (!field) throw new TypeError('The schema is no subgraph.');
  field.resolve = () => ({ sdl });
}

function withCost(
  field: FieldDefinitionNode,
  type: ObjectTypeDefinitionNode,
  schema: GraphQLSchema,
): FieldDefinitionNode {
  const object = schema.getType(type.name.value);
  const known = isObjectType(object) ? object.getFields()[field.name.value] : undefined;
  const own = readCost(known?.extensions ?? {});
  if (!own) return field;
  return withDirectives(field, [
    ...(own.weight === 0 ? [] : [cost(own.weight)]),
    ...(own.lists === undefined ? [] : [listSize(own.lists, own.listsBy)]),
  ]);
}

function withDirectives<Node extends ObjectTypeDefinitionNode | FieldDefinitionNode>(
  node: Node,
  directives: readonly ConstDirectiveNode[],
): Node {
  return { ...node, directives: [...(node.directives ?? []), ...directives] };
}

const cost = (weight: number) => directive('cost', { weight });

/** Routers want to be told where the argument need not be given. */
const listSize = (assumedSize: number, by: string | undefined) =>
  directive('listSize', {
    assumedSize,
    ...(by !== undefined && { slicingArguments: [by], requireOneSlicingArgument: false }),
  });

function directive(name: string, values: Readonly<Record<string, unknown>>): ConstDirectiveNode {
  return {
    kind: Kind.DIRECTIVE,
    name: { kind: Kind.NAME, value: name },
    arguments: Object.entries(values).map(([argument, value]) => ({
      kind: Kind.ARGUMENT,
      name: { kind: Kind.NAME, value: argument },
      value: parseConstValue(JSON.stringify(value)),
    })),
  };
}
