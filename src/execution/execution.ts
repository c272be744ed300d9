import type { ASTNode, GraphQLField } from 'graphql';
import type { Context } from '../graph/context.ts';

/** An error of a field or of the variables, before anybody has decided what a client is told of it. */
export interface FieldError {
  /** What was thrown, or stood in the place of a value; of the variables GraphQL's own error, as it is. */
  readonly cause: unknown;
  /** Where the field is asked for; empty where the cause brings its own places. */
  readonly nodes: readonly ASTNode[];
  /** Null for errors of the variables. */
  readonly path: readonly (string | number)[] | null;
}

/** A field that is null, which is no error. */
export interface NullField {
  readonly definition: GraphQLField<unknown, unknown>;
  /** The object that it is a field of. */
  readonly object: unknown;
  readonly path: readonly (string | number)[];
}

export interface Execution {
  /** The JSON of `data`; undefined where nothing was executed, as with variables that do not fit. */
  readonly data: string | undefined;
  readonly errors: readonly FieldError[];
  /** Errors beyond the most that are kept, which are only counted. */
  readonly untold: number;
  /** Where it was executed by a plan, and they were to be told: the fields that are null, in the order of the answer. */
  readonly nulls?: readonly NullField[];
}

export type Variables = Readonly<Record<string, unknown>>;

/**
 * Executes one operation of a document that is valid.
 *
 * @throws RangeError, at once or later, where the answer is nested more deeply than can be written
 */
export type Execute = (
  context: Context,
  variables: Variables | null | undefined,
) => Execution | Promise<Execution>;
