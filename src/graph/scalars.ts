import { type ASTNode, GraphQLError, Kind } from 'graphql';
import { builder } from './builder.ts';

const decimalPattern = /^-?\d{1,40}(\.\d{1,40})?$/;

builder.scalarType('Decimal', {
  description:
    'An exact decimal number in a string, such as `"10679688.0460531643092577"`, as the exchange wrote it. Do not turn it into a floating-point number: it may have more digits than one can hold.',
  serialize: (value) => value,
  parseValue: (value) => {
    if (typeof value === 'string') return parseDecimal(value);
    throw badDecimal('a string, because a JSON number may already have lost digits');
  },
  parseLiteral: (node) => {
    if (node.kind === Kind.STRING || node.kind === Kind.INT || node.kind === Kind.FLOAT) {
      return parseDecimal(node.value, node);
    }
    throw badDecimal('a string or a number', node);
  },
});

builder.scalarType('DateTime', {
  description: 'A point in time in UTC, such as `2026-01-31T09:08:57.715Z`.',
  serialize: (value) => value.toISOString(),
});

/** In canonical form, so that equal numbers share a call. */
function parseDecimal(text: string, node?: ASTNode): string {
  if (!decimalPattern.test(text)) {
    throw badDecimal('digits with at most one point, such as "0.05"', node);
  }
  const [whole = '', fraction = ''] = text.replace(/^(-?)0+(?=\d)/, '$1').split('.');
  const digits = fraction.replace(/0+$/, '');
  return digits === '' ? whole : `${whole}.${digits}`;
}

function badDecimal(wanted: string, node?: ASTNode): GraphQLError {
  return new GraphQLError(`A Decimal must be ${wanted}.`, {
    extensions: { code: 'BAD_USER_INPUT' },
    ...(node && { nodes: node }),
  });
}
