import type { NullField } from './execution.ts';
import { compareWays } from './failures.ts';
import { type Place, wayTo } from './place.ts';

/** One while others are still waited for. */
export interface NotedNull extends Omit<NullField, 'path'> {
  readonly place: Place;
}

/** Those of an execution, in the order of the answer, without those in what became null itself. */
export function nullsOf(noted: readonly NotedNull[]): readonly NullField[] {
  return noted
    .map(({ place, ...one }) => ({ ...one, way: wayTo(place) }))
    .filter(({ way }) => !way.some(({ nulled }) => nulled))
    .map(({ way, ...one }) => ({ ...one, way, indices: way.map(({ index }) => index) }))
    .toSorted((one, other) => compareWays(one.indices, other.indices))
    .map(({ definition, object, way }) => ({
      definition,
      object,
      path: way.map(({ key }) => key),
    }));
}
