import { GraphQLError, locatedError } from 'graphql';
import type { Execution, FieldError } from '../../../src/execution/execution.ts';

/** What a client could be told of an error. */
function toldOf({ cause, nodes, path }: FieldError) {
  const error =
    path === null && cause instanceof GraphQLError
      ? cause
      : locatedError(cause, nodes.length > 0 ? nodes : undefined, path);
  return { message: error.message, path: error.path, locations: error.locations };
}

export type Told = Omit<Execution, 'errors'> & {
  readonly errors: readonly ReturnType<typeof toldOf>[];
};

export const tell = ({ data, errors, untold }: Execution): Told => ({
  data,
  errors: errors.map(toldOf),
  untold,
});

/** Whether nothing is null because of something below it: only then does no error depend on what came first. */
export function failsAlone({ data, errors, untold }: Told): boolean {
  const answer: unknown = JSON.parse(data ?? 'null');
  return (
    untold === 0 &&
    errors.every(({ path = [] }) => {
      let value = answer;
      for (const key of path) {
        if (typeof value !== 'object' || value === null) return false;
        value = Object.entries(value).find(([name]) => name === String(key))?.[1];
      }
      return true;
    })
  );
}

export const sorted = ({ errors }: Told) =>
  errors.toSorted((one, two) => (JSON.stringify(one) < JSON.stringify(two) ? -1 : 1));
