import { printSubgraphSchema } from '@apollo/subgraph';
import { endpoints } from '../endpoints/endpoints.ts';
import { builder } from './builder.ts';
import { printWithCosts, tellSdl } from './cost-directives.ts';
import { keepEntitiesApart } from './entities.ts';
import './scalars.ts';
import './account.ts';

// Each endpoint adds its types and fields to the builder when its part is loaded: one after the other, since
// the schema that routers read is printed in the order in which they came.
for (const { graph } of endpoints) await graph();

/** The whole graph, as clients know it. */
export const schema = builder.toSchema();

/**
 * The whole graph with what a router of a federated one needs. `Query` has two more fields, through which it
 * reads the schema and asks for entities; any router of Federation 2 knows what they need.
 */
export const subgraph = keepEntitiesApart(
  builder.toSubGraphSchema({ linkUrl: 'https://specs.apollo.dev/federation/v2.9' }),
);

const sdl = printWithCosts(printSubgraphSchema(subgraph), subgraph);
tellSdl(subgraph, sdl);

/** The subgraph with its keys and costs, as composition takes it. */
export const printSubgraph = (): string => `${sdl}\n`;
