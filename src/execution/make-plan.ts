import {
  type FieldNode,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  TypeNameMetaFieldDef,
} from 'graphql';
import { collectFields, collectSubfields } from 'graphql/execution/collectFields.js';
import { constantArguments } from './constant-arguments.ts';
import type { Variables } from './execution.ts';
import type { Operation } from './find-operation.ts';
import type { FieldPlan, LeafPlan, Plan, Selection, ValuePlan } from './plan.ts';

type Collected = ReadonlyMap<string, readonly FieldNode[]>;

/**
 * What is done to execute a query. Which fields that are, and how those of one name are merged, is left to the graphql
 * package.
 *
 * @param conditions the variables that its `@skip` and `@include` depend on
 * @param maxFields most fields that the plan may have
 * @throws where it would have more, or asks for the schema, or does not fit it
 */
export function makePlan(
  schema: GraphQLSchema,
  { operation, fragments }: Operation,
  conditions: Variables,
  maxFields: number,
): Plan {
  const selections = new Map<string, Selection>();
  const ids = new Map<FieldNode, number>();
  /** Most fields are such, and of few types. */
  const leaves = new Map<GraphQLOutputType, LeafPlan>();
  let fields = 0;

  /** The same for the same nodes: fragments that spread each other twice come to no more than their text. */
  function selectionOf(type: GraphQLObjectType, nodes: readonly FieldNode[]): Selection {
    return getOrMake(selections, `${type.name} ${nodes.map(idOf).join(' ')}`, () =>
      select(type, collectSubfields(schema, fragments, conditions, type, nodes)),
    );
  }

  const idOf = (node: FieldNode) => getOrMake(ids, node, () => ids.size);

  function select(type: GraphQLObjectType, collected: Collected): Selection {
    const all = [...collected].map(([key, nodes], index) => planField(type, { key, nodes, index }));
    return { type, fields: all, end: all.length === 0 ? '{}' : '}' };
  }

  function planField(
    parentType: GraphQLObjectType,
    { key, nodes, index }: Pick<FieldPlan, 'key' | 'nodes' | 'index'>,
  ): FieldPlan {
    const [node] = nodes;
    const name = node?.name.value ?? '';
    const isTypeName = name === TypeNameMetaFieldDef.name;
    // What asks for the schema itself is a field of no type.
    const definition = isTypeName ? TypeNameMetaFieldDef : parentType.getFields()[name];
    if (!node || !definition) throw new TypeError(`${parentType.name} has no field ${name}.`);
    fields += 1;
    if (fields > maxFields) throw new RangeError(`The plan has more than ${maxFields} fields.`);
    return {
      lead: `${index === 0 ? '{' : ','}"${key}":`,
      key,
      constant: isTypeName ? JSON.stringify(parentType.name) : null,
      index,
      number: fields,
      node,
      nodes,
      parentType,
      definition,
      args: constantArguments(definition, node),
      plan: planValue(definition.type, nodes),
    };
  }

  function planValue(type: GraphQLOutputType, nodes: readonly FieldNode[]): ValuePlan {
    const nullable = !isNonNullType(type);
    const inner = isNonNullType(type) ? type.ofType : type;
    if (isLeafType(inner))
      return getOrMake(leaves, type, () => ({ kind: 'leaf', nullable, type: inner }));
    if (isListType(inner)) return { kind: 'list', nullable, item: planValue(inner.ofType, nodes) };
    if (!isAbstractType(inner))
      return { kind: 'object', nullable, selection: selectionOf(inner, nodes) };
    const possible = schema.getPossibleTypes(inner);
    const each = new Map(possible.map((one) => [one.name, selectionOf(one, nodes)]));
    return { kind: 'abstract', nullable, type: inner, selections: each };
  }

  const root = schema.getRootType(operation.operation);
  if (!root) throw new TypeError(`The schema has no ${operation.operation}.`);
  const { selectionSet } = operation;
  const selection = select(root, collectFields(schema, fragments, conditions, root, selectionSet));
  return { schema, operation, fragments, selection, fields };
}

function getOrMake<Key, Value>(made: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = made.get(key) ?? make();
  made.set(key, known);
  return known;
}
