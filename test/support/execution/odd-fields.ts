import {
  GraphQLID,
  type GraphQLFieldConfigMap,
  GraphQLInt,
  GraphQLList,
  type GraphQLNamedOutputType,
  GraphQLNonNull,
  type GraphQLNullableType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
} from 'graphql';
import { Color, Range } from './odd-inputs.ts';
import { draw, type OddObject, outcome, properties, type World } from './odd-world.ts';

type Fields = GraphQLFieldConfigMap<OddObject | undefined, World>;
type NullableOutputType = GraphQLNullableType & GraphQLOutputType;
type Wrap = (type: NullableOutputType) => GraphQLOutputType;
const nonNull = (type: GraphQLNullableType & GraphQLOutputType) => new GraphQLNonNull(type);
const listOf = (type: GraphQLOutputType) => new GraphQLList(type);

/** As the names of the fields end. */
const wraps: readonly Wrap[] = [
  (type) => type,
  (type) => nonNull(type),
  (type) => listOf(type),
  (type) => listOf(nonNull(type)),
  (type) => nonNull(listOf(nonNull(type))),
  (type) => nonNull(listOf(listOf(nonNull(type)))),
];

const manyArgs = {
  n: { type: GraphQLInt, defaultValue: 3 },
  range: { type: Range },
  ids: { type: new GraphQLList(new GraphQLNonNull(GraphQLID)) },
};
const fewArgs = {
  n: { type: new GraphQLNonNull(GraphQLInt) },
  color: { type: new GraphQLNonNull(Color), defaultValue: 'blue' },
};

/** Fields of each type, alone and in lists: some have resolvers, some are properties, some methods. */
export function fieldsOf(typeName: string, types: readonly GraphQLNamedOutputType[]): Fields {
  const all: Fields = {};
  const ownProperties: PropertyDescriptorMap = {};
  for (const [place, named] of types.entries()) {
    for (const [at, wrap] of wraps.entries()) {
      const name = `${named.name.toLowerCase()}${at}`;
      const type = wrap(named);
      const args = at % 2 === 0 ? (at === 4 ? fewArgs : manyArgs) : {};
      const kind = typeName === 'Query' ? 0 : (place + at) % 3;
      all[name] = { type, args, ...(kind === 0 && { resolve: resolverOf(type) }) };
      if (kind === 1) ownProperties[name] = { get: getterOf(name, type) };
      if (kind === 2) ownProperties[name] = { value: methodOf(type) };
    }
  }
  properties.set(typeName, ownProperties);
  return all;
}

const resolverOf =
  (type: GraphQLOutputType) =>
  (object: OddObject | undefined, args: object, world: World, info: GraphQLResolveInfo) =>
    outcome(world, type, idOf(world, object?.id, args, info));

const methodOf = (type: GraphQLOutputType) =>
  function read(this: OddObject, args: object, world: World, info: GraphQLResolveInfo) {
    return outcome(world, type, idOf(world, this.id, args, info));
  };

const getterOf = (name: string, type: GraphQLOutputType) =>
  function read(this: OddObject) {
    return outcome(this.world, type, `${this.id} ${name}`);
  };

/** By all that a resolver is told: where it is told anything else, it comes to something else. */
function idOf(world: World, parent = 'root', args: object, info: GraphQLResolveInfo): string {
  const { fieldName, parentType, returnType, fieldNodes, operation, fragments, schema } = info;
  const told = [
    parent,
    args,
    [fieldName, parentType.name, String(returnType), fieldNodes.length],
    [operation.name?.value, Object.keys(fragments).toSorted(), schema.getQueryType()?.name],
    [info.variableValues, info.rootValue === undefined],
  ];
  return String(draw(world, JSON.stringify(told), 2 ** 32));
}
