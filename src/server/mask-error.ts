import { GraphQLError } from 'graphql';
import { badRequest } from '../operations/bad-request.ts';
import { httpOf, rootOf, type TellError } from '../operations/tell-error.ts';

/** What a client may be told of an error that Yoga meets, or was thrown at it. */
export function createMaskError(tellError: TellError): (error: unknown) => Error {
  return (error) => {
    if (isUnreadable(rootOf(error)))
      return badRequest('The request holds something that is not JSON.');
    const { message, extensions } = tellError({ cause: error, nodes: [], path: null });
    const http = httpOf(error);
    return new GraphQLError(message, { extensions: { ...extensions, ...(http && { http }) } });
  };
}

/**
 * Whether a request holds what is no JSON. Only yoga parses any while it answers, and quotes all of it in the error of
 * a body: several times as long, where it is of control characters.
 */
function isUnreadable(cause: unknown): boolean {
  if (cause instanceof GraphQLError) return 'originalError' in cause.extensions;
  return cause instanceof SyntaxError;
}
