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
  printSchema,
  visit,
} from 'graphql';
import { readCost } from './cost.ts';
import { keyOf } from './entities.ts';

const federation = 'https://specs.apollo.dev/federation/v2.9';

/**
 * The text of a graph as routers compose it: with the keys of its entities, and what its fields cost in calls of the
 * exchange, by `@cost` and `@listSize`. Objects cost nothing by themselves.
 *
 * @param schema as clients know it; its fields know their costs
 */
export function printSubgraph(schema: GraphQLSchema): string {
  const link = `extend schema @link(url: "${federation}", import: ["@key", "@cost", "@listSize"])`;
  const document: DocumentNode = visit(parse(printSchema(schema)), {
    ObjectTypeDefinition(type) {
      const name = type.name.value;
      const key = keyOf(name);
      const isRoot = [schema.getQueryType(), schema.getSubscriptionType()].some(
        (root) => root?.name === name,
      );
      const fields = (type.fields ?? []).map((field) => withCost(field, type, schema));
      return withDirectives({ ...type, fields }, [
        ...(key === undefined ? [] : [directive('key', { fields: key })]),
        ...(isRoot ? [] : [cost(0)]),
      ]);
    },
  });
  return print({ ...document, definitions: [...parse(link).definitions, ...document.definitions] });
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
