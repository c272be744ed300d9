import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type GraphQLSchema,
  type IntValueNode,
  isObjectType,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  print,
  printSchema,
  type StringValueNode,
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
      const isRoot = name === schema.getQueryType()?.name;
      const fields = (type.fields ?? []).map((field) => withCost(field, type, schema));
      return withDirectives({ ...type, fields }, [
        ...(key === undefined ? [] : [directive('key', 'fields', textOf(key))]),
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
    ...(own.lists === undefined ? [] : [directive('listSize', 'assumedSize', numberOf(own.lists))]),
  ]);
}

function withDirectives<Node extends ObjectTypeDefinitionNode | FieldDefinitionNode>(
  node: Node,
  directives: readonly ConstDirectiveNode[],
): Node {
  return { ...node, directives: [...(node.directives ?? []), ...directives] };
}

const cost = (weight: number) => directive('cost', 'weight', numberOf(weight));

const numberOf = (value: number): IntValueNode => ({ kind: Kind.INT, value: String(value) });
const textOf = (value: string): StringValueNode => ({ kind: Kind.STRING, value });

function directive(
  name: string,
  argument: string,
  value: IntValueNode | StringValueNode,
): ConstDirectiveNode {
  return {
    kind: Kind.DIRECTIVE,
    name: { kind: Kind.NAME, value: name },
    arguments: [
      {
        kind: Kind.ARGUMENT,
        name: { kind: Kind.NAME, value: argument },
        value,
      },
    ],
  };
}
