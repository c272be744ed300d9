import { type ASTNode, getLocation, GraphQLError, type SourceLocation } from 'graphql';
import type { Logger } from 'pino';
import type { ErrorCode } from '../errors/catalogue.ts';
import { GatewayError } from '../errors/gateway-error.ts';
import { isTooDeep, tooDeep } from '../errors/too-deep.ts';
import type { FieldError } from '../execution/execution.ts';

/** An error as a client is told of it. */
export interface ToldError {
  readonly message: string;
  readonly locations?: readonly SourceLocation[];
  readonly path?: readonly (string | number)[];
  readonly extensions: { readonly code: string; readonly [name: string]: unknown };
}

/** How a refusal is told over HTTP. */
export interface Http {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether those who take `application/json` are told by 200 all the same, as the specification has it. */
  readonly spec?: boolean;
}

/** How an error of a request is told over HTTP; null where it says nothing of that. */
export function httpOf(error: unknown): Http | null {
  const cause = rootOf(error);
  if (!(cause instanceof GraphQLError)) return null;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- by Yoga's convention, which this follows
  return (cause.extensions['http'] as Http | undefined) ?? null;
}

export type TellError = (error: FieldError) => ToldError;

/** GraphQL quotes what it does not understand, whatever its length. Unit: characters. */
const maxMessage = 500;
/** GraphQL's own errors about arguments and variables carry no code. */
const badInput: ErrorCode = 'BAD_USER_INPUT';

const defect = new GatewayError(
  'INTERNAL_SERVER_ERROR',
  'The gateway failed while answering this; its log has the details.',
);

/**
 * Lets through what was meant for the client: errors of the gateway's catalogue, and what GraphQL
 * itself has to say of the query. Anything else is a defect: it is logged and the client learns no more
 * than that.
 */
export function createTellError(log: Logger): TellError {
  return ({ cause: error, nodes, path }) => {
    const cause = rootOf(error);
    const whole = error instanceof GraphQLError ? error : null;
    const locations = whole?.locations ?? locationsOf(nodes);
    const where = whole?.path ?? path;
    return {
      message: cutMessage(cause instanceof GraphQLError ? (whole ?? cause).message : told(cause)),
      ...(locations && { locations }),
      ...(where && { path: where }),
      extensions: extensionsOf(whole, cause),
    };
  };

  function told(cause: unknown): string {
    const { message } = toldOf(cause);
    if (message === defect.message) {
      const err = cause instanceof GatewayError ? cause.cause : cause;
      log.error({ err }, 'internal error masked');
    }
    return message;
  }
}

function extensionsOf(whole: GraphQLError | null, cause: unknown): ToldError['extensions'] {
  if (!(cause instanceof GraphQLError)) return { ...toldOf(cause).extensions };
  const { http: _http, ...own } = (whole ?? cause).extensions;
  const { code } = own;
  return typeof code === 'string' ? { ...own, code } : { ...own, code: badInput };
}

/** What a client is told of an error that is not GraphQL's own. */
function toldOf(cause: unknown): GatewayError {
  if (cause instanceof GatewayError && cause.code !== defect.code) return cause;
  return isTooDeep(cause) ? tooDeep : defect;
}

/** The innermost error: GraphQL wraps what resolvers throw, to tell where it happened. */
export function rootOf(error: unknown): unknown {
  let cause = error;
  while (cause instanceof GraphQLError && cause.originalError) cause = cause.originalError;
  return cause;
}

const cutMessage = (message: string): string =>
  message.length > maxMessage ? `${message.slice(0, maxMessage)}…` : message;

const places = new WeakMap<readonly ASTNode[], readonly SourceLocation[]>();

/** Undefined where nobody knows. Each is found by counting lines, and many errors are of the same field. */
function locationsOf(nodes: readonly ASTNode[]): readonly SourceLocation[] | undefined {
  const known = places.get(nodes);
  if (known) return known;
  const found = nodes.flatMap(({ loc }) => (loc ? [getLocation(loc.source, loc.start)] : []));
  if (found.length === 0) return undefined;
  places.set(nodes, found);
  return found;
}
