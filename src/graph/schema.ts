import { endpoints } from '../endpoints/endpoints.ts';
import { builder } from './builder.ts';
import { createSubgraph } from './subgraph.ts';
import './scalars.ts';
import './account.ts';

// Each endpoint adds its types and fields to the builder when its part is loaded.
for (const { graph } of endpoints) await graph();

/** The whole graph, as clients know it. */
export const schema = builder.toSchema();

/** The same with what a router of a federated graph needs. */
export const subgraph = createSubgraph(schema);
