import type { GraphQLResolveInfo } from 'graphql';
import type { Variables } from './execution.ts';
import type { FieldPlan, Plan } from './plan.ts';

/** What a resolver can know of the field that it answers. */
export class Info implements GraphQLResolveInfo {
  readonly #plan: Plan;
  readonly #field: FieldPlan;
  readonly variableValues: { [variable: string]: unknown };
  readonly rootValue = undefined;

  constructor(plan: Plan, field: FieldPlan, variables: Variables) {
    this.#plan = plan;
    this.#field = field;
    this.variableValues = variables;
  }

  get fieldName() {
    return this.#field.definition.name;
  }
  get fieldNodes() {
    return this.#field.nodes;
  }
  get returnType() {
    return this.#field.definition.type;
  }
  get parentType() {
    return this.#field.parentType;
  }
  get schema() {
    return this.#plan.schema;
  }
  get fragments() {
    return this.#plan.fragments;
  }
  get operation() {
    return this.#plan.operation;
  }

  /** One for all objects of the field: to have a path for each would cost more than reading most fields. */
  get path(): never {
    throw new TypeError('What is compiled tells a resolver no path.');
  }
}
