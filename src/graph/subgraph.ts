import { GraphQLNonNull, GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql';
import { entitiesField } from './entities.ts';
import { printSubgraph } from './print-subgraph.ts';

/**
 * A graph with what the router of a federated one needs: two more fields of `Query`, through which it reads the text of
 * the schema, and asks for entities. Any router of Federation 2 knows them.
 */
export function createSubgraph(schema: GraphQLSchema): GraphQLSchema {
  const query = schema.getQueryType();
  if (!query) throw new TypeError('The schema has no queries.');
  const { fields, ...config } = query.toConfig();
  const further = { _entities: entitiesField(schema), _service: serviceField(schema) };
  const both = new GraphQLObjectType({ ...config, fields: { ...further, ...fields } });
  const { types, ...rest } = schema.toConfig();
  return new GraphQLSchema({
    ...rest,
    query: both,
    types: types.map((type) => (type === query ? both : type)),
  });
}

/** The text is written when it is first asked for: routers ask when they are composed, or start, and most never. */
function serviceField(schema: GraphQLSchema) {
  let sdl: string | undefined;
  const ServiceType = new GraphQLObjectType({
    name: '_Service',
    fields: {
      sdl: {
        type: GraphQLString,
        description:
          'The sdl representing the federated service capabilities. Includes federation directives, removes federation types, and includes rest of full schema after schema directives have been applied',
      },
    },
  });
  return {
    type: new GraphQLNonNull(ServiceType),
    resolve: () => ({ sdl: (sdl ??= printSubgraph(schema)) }),
  };
}
