import type { FieldPlan } from './plan.ts';
import type { Run } from './run.ts';

/**
 * What a field of an object comes to, or a promise of it: by its resolver, or else the property of its name.
 *
 * @throws whatever a resolver does, and where the arguments do not fit
 */
export function readField(run: Run, field: FieldPlan, object: unknown): unknown {
  const { name, resolve } = field.definition;
  if (resolve) return resolve(object, run.argsOf(field), run.context, run.infoOf(field));
  // Nobody reads them, but they have to fit.
  if (field.args === null) run.argsOf(field);
  if (!hasProperties(object)) return undefined;
  const property = object[name];
  if (typeof property !== 'function') return property;
  return property.call(object, run.argsOf(field), run.context, run.infoOf(field));
}

export const isPromise = (value: unknown): value is PromiseLike<unknown> =>
  hasProperties(value) && typeof value['then'] === 'function';

const hasProperties = (value: unknown): value is Readonly<Record<string, unknown>> =>
  (typeof value === 'object' && value !== null) || typeof value === 'function';
