import { type DocumentNode, GraphQLError } from 'graphql';
import type { Caller } from '../callers/caller.ts';
import { asksForSchema } from '../documents/asks-for-schema.ts';
import type { ErrorCode } from '../errors/catalogue.ts';
import type { FieldError } from '../execution/execution.ts';

/** Whether a caller may learn the graph from the gateway. */
export type MayExplore = (caller: Caller) => boolean;

/** @param explore whether anybody may */
export const createMayExplore =
  (explore: boolean): MayExplore =>
  (caller) =>
    explore && caller.mayExplore;

/**
 * Keeps the graph from whoever may not explore it: such callers get no introspection, and errors of theirs suggest no
 * name that they have not written. It is decided for each request, as what is known of a document is not: that goes by
 * its text, whoever sends it.
 *
 * @throws GraphQLError where the document asks for the graph
 */
export function refuseSchema(text: string, document: DocumentNode): void {
  if (asksForSchema(text, document)) throw notTold();
}

/** Of errors of variables, which are held against the schema: the executor takes no wish as to suggestions. */
export function dropSuggestions(errors: readonly FieldError[]): void {
  for (const { cause } of errors) {
    if (cause instanceof GraphQLError) cause.message = cause.message.replace(suggestion, '');
  }
}

/** Names, which nobody else can write at the end of an error: what is quoted of a request stands before it. */
const suggestion = / Did you mean (?:the enum value )?(?:"\w+"(?:, or | or |, )?)+\?$/;

const code: ErrorCode = 'FORBIDDEN';

const notTold = () =>
  new GraphQLError(
    'The gateway does not tell you its schema. Take it from schema/schema.graphql or the client package, or ask the operator to let you explore.',
    { extensions: { code, http: { status: 403 } } },
  );
