import { GraphQLError } from 'graphql';
import { type ErrorDetails, GatewayError } from './gateway-error.ts';

/** The error of a query that is refused, or told less, for its size. */
export function tooExpensive(message: string, details: ErrorDetails = {}): GraphQLError {
  const { extensions } = new GatewayError('QUERY_TOO_EXPENSIVE', message, details);
  return new GraphQLError(message, { extensions: { ...extensions } });
}
