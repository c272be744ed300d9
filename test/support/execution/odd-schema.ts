import {
  GraphQLBoolean,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  GraphQLInterfaceType,
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
  GraphQLUnionType,
} from 'graphql';
import { fieldsOf } from './odd-fields.ts';
import { Color, Odd } from './odd-inputs.ts';
import { draw, type OddObject, promised, type World } from './odd-world.ts';

const Named: GraphQLInterfaceType = new GraphQLInterfaceType({
  name: 'Named',
  fields: () => fieldsOf('Named', [GraphQLString, GraphQLInt, A, Named]),
});
const A = objectType('A', {
  interfaces: [Named],
  isTypeOf: ({ world, id, typeName }: OddObject) =>
    typeName === 'A' && draw(world, `${id} is A`, 1_000) >= world.trouble,
});
const B = objectType('B', {
  interfaces: [Named],
  isTypeOf: ({ world, id, typeName }: OddObject) =>
    promised(world, `${id} is B`, () => typeName === 'B') as boolean,
});
const C = objectType('C', {});
const U = new GraphQLUnionType({
  name: 'U',
  types: () => [A, B, C],
  resolveType({ world, id, typeName }: OddObject) {
    const resolve = () => {
      if (draw(world, `${id} is U`, 300) >= world.trouble) return typeName;
      const others = [undefined, 7, 'NoSuchType', 'Odd', 'Query', 'A', 'B'];
      return others[draw(world, `${id} is other`, others.length)];
    };
    const isWaitedFor = draw(world, `${id} U waits`, 3) === 0;
    return (isWaitedFor ? promised(world, `${id} U`, resolve) : resolve()) as string;
  },
});

const leaves = [GraphQLInt, GraphQLFloat, GraphQLString, GraphQLBoolean, GraphQLID, Color, Odd];

/** A schema in which everything is there that a schema can have, and much of it goes wrong. */
export const oddSchema = new GraphQLSchema({
  query: new GraphQLObjectType({ name: 'Query', fields: () => allFields('Query') }),
  types: [A, B, C],
});

function objectType(
  name: string,
  config: Partial<ConstructorParameters<typeof GraphQLObjectType<OddObject, World>>[0]>,
): GraphQLObjectType {
  return new GraphQLObjectType<OddObject, World>({
    ...config,
    name,
    fields: () => allFields(name),
  });
}

function allFields(typeName: string): ReturnType<typeof fieldsOf> {
  return fieldsOf(typeName, [...leaves, A, B, C, Named, U]);
}
