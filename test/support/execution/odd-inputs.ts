import {
  GraphQLEnumType,
  GraphQLFloat,
  GraphQLInputObjectType,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLScalarType,
  GraphQLString,
} from 'graphql';
import type { ScalarValue } from './input-values.ts';

export const Color = new GraphQLEnumType({
  name: 'Color',
  values: { RED: { value: 'r' }, GREEN: { value: 2 }, BLUE: { value: 'blue' } },
});

export const Odd = new GraphQLScalarType({
  name: 'Odd',
  serialize(value) {
    if (value === 'throws') throw new TypeError('Odd beyond words');
    if (value === 'gives null') return null;
    return value === 'gives undefined' ? undefined : value;
  },
  parseValue(value) {
    if (typeof value === 'object') throw new TypeError('It is too odd');
    return { parsed: value };
  },
});

export const Range: GraphQLInputObjectType = new GraphQLInputObjectType({
  name: 'Range',
  fields: () => ({
    from: { type: new GraphQLNonNull(GraphQLInt), defaultValue: 1 },
    to: { type: GraphQLFloat },
    tags: { type: new GraphQLList(new GraphQLNonNull(GraphQLString)) },
    color: { type: Color, defaultValue: 'r' },
    odd: { type: Odd },
    more: { type: Range },
  }),
});

/** What may be written for a scalar of it. */
export const oddScalar: ScalarValue = (scalar, _name, choices) => {
  if (scalar === 'Int') return choices.of([1, 0, -7, 13, 2 ** 31 - 1]);
  if (scalar === 'Float') return choices.of([1, 0.5, -2.25]);
  if (scalar === 'Boolean') return choices.of([true, false]);
  return scalar === 'Odd' ? choices.of([1, 'odd', true]) : choices.of(['x', 'two words', '']);
};
