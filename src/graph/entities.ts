import {
  GraphQLList,
  GraphQLNonNull,
  type GraphQLObjectType,
  GraphQLScalarType,
  type GraphQLSchema,
  GraphQLUnionType,
  isObjectType,
} from 'graphql';
import { GatewayError } from '../errors/gateway-error.ts';
import type { Context } from './context.ts';

/** What a router sent to name an entity: whatever JSON can say, since nothing of it is checked before. */
type Reference = Readonly<Record<string, unknown>>;

interface Entity<Node> {
  /** The fields by which other services know it, such as `accountId ccy`. */
  readonly key: string;
  /** What the fields of its type are resolved from. Whatever it throws is told of this entity alone. */
  resolveReference(reference: Reference, context: Context): Node;
}

const entities = new Map<string, Entity<object>>();

/** Lets other services of a federated graph know objects of a type by their key. */
export function asEntity<Node extends object>(
  type: { readonly name: string; readonly $inferType: Node },
  entity: Entity<Node>,
): void {
  entities.set(type.name, entity);
}

/** The key of a type that is an entity. */
export const keyOf = (typeName: string): string | undefined => entities.get(typeName)?.key;

const AnyScalar = new GraphQLScalarType({ name: '_Any' });

/** The field of `Query` by which a router asks for entities. */
export function entitiesField(schema: GraphQLSchema) {
  const types = Object.values(schema.getTypeMap()).filter(
    (type): type is GraphQLObjectType => isObjectType(type) && entities.has(type.name),
  );
  const representations = new GraphQLList(new GraphQLNonNull(AnyScalar));
  return {
    type: new GraphQLNonNull(new GraphQLList(new GraphQLUnionType({ name: '_Entity', types }))),
    description: 'What other services know by its key, for the router of a federated graph.',
    args: { representations: { type: new GraphQLNonNull(representations) } },
    // Each by itself, so that each fails alone.
    resolve: (
      _root: unknown,
      args: { readonly representations: readonly unknown[] },
      context: Context,
    ) => args.representations.map(async (reference) => resolveOne(reference, context)),
  };
}

async function resolveOne(reference: unknown, context: Context): Promise<object> {
  const { __typename: name, ...key } = isReference(reference) ? reference : {};
  const entity = typeof name === 'string' ? entities.get(name) : undefined;
  if (!entity) {
    throw new GatewayError(
      'BAD_USER_INPUT',
      '`__typename` of an entity must be that of a type that has a key.',
    );
  }
  return { ...entity.resolveReference(key, context), __typename: name };
}

const isReference = (value: unknown): value is Reference =>
  typeof value === 'object' && value !== null;
