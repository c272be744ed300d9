import { DirectiveLocation, GraphQLDirective, GraphQLSchema } from 'graphql';
import { subgraph } from '../graph/schema.ts';

/** Only in a draft of GraphQL so far. Clients such as Python's graphql-core 3.2 take no schema that names it. */
const draft = DirectiveLocation.DIRECTIVE_DEFINITION;

const config = subgraph.toConfig();

/** The graph as it is served: introspection tells of nothing that is not in a published version of GraphQL. */
export const servedSchema = new GraphQLSchema({
  ...config,
  directives: config.directives.map((directive) => {
    const { locations, ...rest } = directive.toConfig();
    const published = locations.filter((location) => location !== draft);
    if (published.length === locations.length) return directive;
    return new GraphQLDirective({ ...rest, locations: published });
  }),
});
