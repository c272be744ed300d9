import type { GraphQLSchema } from 'graphql';
import { conditionsOf } from './conditions.ts';
import type { Variables } from './execution.ts';
import type { Operation } from './find-operation.ts';
import { makePlan } from './make-plan.ts';
import type { Plan } from './plan.ts';

/** Of the variables that `@skip` and `@include` depend on; each more would double the plans. */
const maxConditions = 4;
/**
 * Fields that all plans of a query may have: so many, and as many again for each that stands in its text. So what is
 * kept is bounded by the text that it is made of.
 */
const maxFields = { ofAny: 64, forEach: 4 };

/**
 * The plans of a query, each made when it is needed first and then kept: one for each combination of what its `@skip`
 * and `@include` depend on.
 *
 * @returns what finds the plan for variables that fit the query; null where there is to be none
 */
export function createPlans(
  schema: GraphQLSchema,
  query: Operation,
): (variables: Variables) => Plan | null {
  const conditions = conditionsOf(query);
  const plans = new Map<string, Plan | null>();
  let fieldsLeft = maxFields.ofAny + maxFields.forEach * conditions.fields;

  function make(variables: Variables): Plan | null {
    try {
      const plan = makePlan(schema, query, variables, fieldsLeft);
      fieldsLeft -= plan.fields;
      return plan;
    } catch {
      return null;
    }
  }

  return (variables) => {
    const values = conditions.variables.map((name) => variables[name]);
    // Some may be null, and these are errors of where they stand.
    if (values.length > maxConditions || values.some((value) => typeof value !== 'boolean'))
      return null;
    const id = values.join();
    const known = plans.get(id);
    if (known !== undefined) return known;
    const made = make(variables);
    plans.set(id, made);
    return made;
  };
}
