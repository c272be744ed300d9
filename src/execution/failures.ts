import { type ASTNode, GraphQLError } from 'graphql';
import type { Execution, FieldError } from './execution.ts';
import { type Place, wayTo } from './place.ts';

/** What failed, where, and what became null with it. */
export interface Failure {
  readonly cause: unknown;
  readonly nodes: readonly ASTNode[];
  readonly place: Place;
  /** The place itself, or one above it. */
  readonly nulled: Place;
}

/**
 * The errors of an execution, told as if nothing had been waited for: in the order of the answer, and without those
 * that would not have come about. Where something below a place failed that cannot be null, what stands behind it
 * there would not have been executed. So the errors do not depend on what came first. With the graphql package they
 * do: of several values that cannot be null the first to fail is told, and of those behind it any that failed before.
 *
 * @param failures in the order in which they came
 * @param maxErrors most errors that are kept
 */
export function errorsOf(
  failures: readonly Failure[],
  maxErrors: number,
): Pick<Execution, 'errors' | 'untold'> {
  if (failures.length === 0) return none;
  const told = inOrder(failures);
  return {
    errors: told.slice(0, maxErrors).map(fieldErrorOf),
    untold: Math.max(0, told.length - maxErrors),
  };
}

const none = { errors: [], untold: 0 };

function inOrder(failures: readonly Failure[]): readonly Failure[] {
  const placed = failures
    .map((failure) => ({ failure, way: wayTo(failure.place).map(({ index }) => index) }))
    .toSorted((one, other) => compareWays(one.way, other.way));
  const told: Failure[] = [];
  /** The way to what is null, of which nothing more is told. */
  let nulled: readonly number[] | null = null;
  for (const { failure, way } of placed) {
    if (nulled?.every((index, depth) => way[depth] === index)) continue;
    told.push(failure);
    nulled = way.slice(0, wayTo(failure.nulled).length);
  }
  return told;
}

/** What is inside of something comes before it: a list can fail after some of its items. */
export function compareWays(one: readonly number[], other: readonly number[]): number {
  for (const [depth, index] of one.entries()) {
    const beside = other[depth];
    if (beside === undefined) return -1;
    if (index !== beside) return index - beside;
  }
  return other.length - one.length;
}

function fieldErrorOf({ cause, nodes, place }: Failure): FieldError {
  const path = wayTo(place).map(({ key }) => key);
  const own = cause instanceof GraphQLError ? cause : undefined;
  if (own?.path) return { cause, nodes: [], path: own.path };
  return { cause, nodes: own?.nodes ? [] : nodes, path };
}
