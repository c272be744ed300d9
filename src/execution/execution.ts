import type { ASTNode } from 'graphql';
import type { Context } from '../graph/context.ts';

/** An error of a field or of the variables, before anybody has decided what a client is told of it. */
export interface FieldError {
  /** What was thrown, rejected or returned as an Error; a `GraphQLError` of the variables as it is. */
  readonly cause: unknown;
  /** For the locations; none where the cause brings its own. */
  readonly nodes: readonly ASTNode[];
  /** Null for errors of the variables. */
  readonly path: readonly (string | number)[] | null;
}

/** An operation that was executed. */
export interface Execution {
  /** The JSON of `data`; undefined where nothing was executed, as with variables that do not fit. */
  readonly data: string | undefined;
  readonly errors: readonly FieldError[];
  /** Errors beyond `maxErrors`, which are counted and not kept. */
  readonly untold: number;
}

export type Variables = Readonly<Record<string, unknown>>;

/**
 * Executes an operation of a document that is valid.
 *
 * @throws RangeError, at once or later, where the answer is nested more deeply than can be written
 */
export type Execute = (
  context: Context,
  variables: Variables | null | undefined,
) => Execution | Promise<Execution>;
