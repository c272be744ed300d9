import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import type { ErrorCode } from '../errors/catalogue.ts';
import { GatewayError } from '../errors/gateway-error.ts';

/**
 * Lets through what was meant for the client: errors of the gateway's catalogue, and what GraphQL
 * itself has to say of the query. Anything else is a defect: it is logged and the client learns no more
 * than that.
 */
export function createMaskError(log: Logger): (error: unknown) => Error {
  return (error) => {
    const cause = rootOf(error);
    if (isUnreadable(cause)) return unreadable();
    if (cause instanceof GraphQLError) return withCode(error, cause);
    const told = toldOf(cause);
    if (told === defect) {
      const err = cause instanceof GatewayError ? cause.cause : cause;
      log.error({ err }, 'internal error masked');
    }
    return toGraphQL(error, told);
  };
}

/** What a client is told of an error that is not GraphQL's own. */
function toldOf(cause: unknown): GatewayError {
  if (cause instanceof GatewayError && cause.code !== defect.code) return cause;
  // GraphQL's parser calls itself for each level of a query, until the stack is full.
  if (cause instanceof RangeError && /call stack/.test(cause.message)) return tooDeep;
  return defect;
}

/**
 * Whether a request holds what is no JSON. Only yoga parses any while it answers, and quotes all of it in the error of
 * a body: several times as long, where it is of control characters.
 */
function isUnreadable(cause: unknown): boolean {
  if (cause instanceof GraphQLError) return 'originalError' in cause.extensions;
  return cause instanceof SyntaxError;
}

function unreadable(): GraphQLError {
  const extensions = { code: 'BAD_REQUEST', http: { status: 400 } };
  return new GraphQLError('The request holds something that is not JSON.', { extensions });
}

/** GraphQL's own errors about arguments and variables carry no code. */
const badInput: ErrorCode = 'BAD_USER_INPUT';

const tooDeep = new GatewayError(badInput, 'The query is nested too deeply.');

const defect = new GatewayError(
  'INTERNAL_SERVER_ERROR',
  'The gateway failed while answering this; its log has the details.',
);

/** The code that a client gets to see for an error. */
export function codeOf(error: unknown): string {
  const cause = rootOf(error);
  if (!(cause instanceof GraphQLError)) return toldOf(cause).code;
  const { code } = cause.extensions;
  return typeof code === 'string' ? code : badInput;
}

/** The innermost error: GraphQL wraps what resolvers throw, to tell where it happened. */
function rootOf(error: unknown): unknown {
  let cause = error;
  while (cause instanceof GraphQLError && cause.originalError) cause = cause.originalError;
  return cause;
}

function toGraphQL(error: unknown, { message, extensions }: GatewayError): GraphQLError {
  const where = error instanceof GraphQLError ? error : undefined;
  return new GraphQLError(message, {
    extensions: { ...extensions },
    ...(where?.nodes && { nodes: where.nodes }),
    ...(where?.path && { path: where.path }),
  });
}

function withCode(error: unknown, cause: GraphQLError): GraphQLError {
  const whole = error instanceof GraphQLError ? error : cause;
  if (whole.extensions['code'] === undefined) whole.extensions['code'] = badInput;
  return whole;
}
