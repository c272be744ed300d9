import SchemaBuilder, { type ArgBuilder as PothosArgBuilder } from '@pothos/core';
import type { Context } from './context.ts';

interface Types {
  Context: Context;
  Scalars: {
    ID: { Input: string; Output: string };
    Decimal: { Input: string; Output: string };
    DateTime: { Input: Date; Output: Date };
  };
}

/** The one builder to which every part of the graph adds its types and fields when it is imported. */
export const builder = new SchemaBuilder<Types>({});

/** Builds the fields of objects of one shape. */
export type FieldBuilder<Shape> = PothosSchemaTypes.ObjectFieldBuilder<
  PothosSchemaTypes.ExtendDefaultTypes<Types>,
  Shape
>;

/** Builds the arguments of a field. */
export type ArgBuilder = PothosArgBuilder<PothosSchemaTypes.ExtendDefaultTypes<Types>>;

builder.subscriptionType({
  description:
    'Figures that come by themselves: first at once, then each time that something selected has changed.',
});

builder.queryType({
  description: 'Reads accounts. Each field is asked of the exchange only when it is selected.',
});
