import { GatewayError } from './gateway-error.ts';

/** GraphQL's parser and its rules call themselves for each level of a query, until the stack is full. */
export const isTooDeep = (error: unknown): boolean =>
  error instanceof RangeError && /call stack/.test(error.message);

export const tooDeep = new GatewayError('BAD_USER_INPUT', 'The query is nested too deeply.');
