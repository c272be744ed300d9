import {
  type GraphQLFieldResolver,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  isUnionType,
} from 'graphql';
import { GatewayError } from '../errors/gateway-error.ts';
import type { Context } from './context.ts';

interface Representations {
  /** Whatever a router sent: all that JSON can say, but no null. */
  readonly representations: readonly unknown[];
}

/**
 * Lets each entity that a router asks for fail alone: the federation library gives up all of them when it does
 * not know the type of one.
 */
export function keepEntitiesApart(subgraph: GraphQLSchema): GraphQLSchema {
  const field = subgraph.getQueryType()?.getFields()['_entities'];
  const union = subgraph.getType('_Entity');
  if (!field?.resolve || !isUnionType(union)) throw new TypeError('The schema has no entities.');
  const resolveAll: GraphQLFieldResolver<unknown, Context, Representations> = field.resolve;
  const names: ReadonlySet<unknown> = new Set(union.getTypes().map(({ name }) => name));

  async function resolveOne(
    representation: unknown,
    context: Context,
    info: GraphQLResolveInfo,
  ): Promise<unknown> {
    if (!names.has(typeNameOf(representation))) {
      throw new GatewayError(
        'BAD_USER_INPUT',
        '`__typename` of an entity must be that of a type that has a key.',
      );
    }
    const entities = resolveAll(null, { representations: [representation] }, context, info);
    return Array.isArray(entities) ? entities[0] : null;
  }

  field.description = 'What other services know by its key, for the router of a federated graph.';
  field.resolve = (_root, { representations }: Representations, context: Context, info) =>
    representations.map((representation) => resolveOne(representation, context, info));
  return subgraph;
}

function typeNameOf(representation: unknown): unknown {
  if (typeof representation !== 'object' || representation === null) return undefined;
  return '__typename' in representation ? representation['__typename'] : undefined;
}
