import { endpoints } from '../endpoints/endpoints.ts';
import { builder } from './builder.ts';
import './scalars.ts';
import './account.ts';

// Each endpoint adds its types and fields to the builder when its part is loaded.
await Promise.all(endpoints.map(({ graph }) => graph()));

/** The whole graph. */
export const schema = builder.toSchema();
