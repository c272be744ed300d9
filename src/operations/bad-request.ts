import { GraphQLError } from 'graphql';

/** How it is told over HTTP. */
interface Http {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The error of a request that cannot be read, or is not taken in the form in which it comes. */
export function badRequest(message: string, http: Http = { status: 400 }): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_REQUEST', http } });
}
