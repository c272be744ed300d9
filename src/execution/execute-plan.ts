import type { Context } from '../graph/context.ts';
import type { Execution, Variables } from './execution.ts';
import { errorsOf } from './failures.ts';
import { nullsOf } from './nulls.ts';
import { readPart } from './part.ts';
import { Place } from './place.ts';
import type { Plan } from './plan.ts';
import { Run } from './run.ts';
import { writeObject } from './write.ts';

/**
 * Executes a query by its plan.
 *
 * @param variables as they fit the operation
 * @param maxErrors most errors that are kept
 */
export function executePlan(
  plan: Plan,
  context: Context,
  variables: Variables,
  maxErrors: number,
): Execution | Promise<Execution> {
  const run = new Run(plan, context, variables);
  const part = writeObject(run, plan.selection, undefined, Place.root()) ?? 'null';
  const end = (): Execution => ({
    data: readPart(part),
    ...errorsOf(run.failures, maxErrors),
    ...(context.notesNulls === true && { nulls: nullsOf(run.nulls) }),
  });
  return run.over()?.then(end) ?? end();
}
