import { getArgumentValues } from 'graphql';
import type { Context } from '../graph/context.ts';
import type { Arguments } from './constant-arguments.ts';
import type { Variables } from './execution.ts';
import type { Failure } from './failures.ts';
import { Info } from './info.ts';
import type { NotedNull } from './nulls.ts';
import { Hole, type Part } from './part.ts';
import { nullWith, type Place } from './place.ts';
import type { FieldPlan, Plan } from './plan.ts';

/** A part of the answer; `failed` where it cannot be null but failed, so that what it is a part of fails with it. */
export type Written = Part | typeof failed;
export const failed = null;

/** One execution of a plan: what it was given, what failed, and how much it waits for. */
export class Run {
  readonly context: Context;
  readonly failures: Failure[] = [];
  readonly nulls: NotedNull[] = [];
  readonly #plan: Plan;
  readonly #variables: Variables;
  readonly #args: (Arguments | Unfit)[] = [];
  readonly #infos: Info[] = [];
  readonly #over = Promise.withResolvers<void>();
  #waiting = 0;

  constructor(plan: Plan, context: Context, variables: Variables) {
    this.#plan = plan;
    this.context = context;
    this.#variables = variables;
  }

  /**
   * The arguments of a field, worked out once for all its objects.
   *
   * @throws GraphQLError where they do not fit
   */
  argsOf(field: FieldPlan): Arguments {
    const args = field.args ?? (this.#args[field.number] ??= this.#workOut(field));
    if (args instanceof Unfit) throw args.cause;
    return args;
  }

  infoOf(field: FieldPlan): Info {
    return (this.#infos[field.number] ??= new Info(this.#plan, field, this.#variables));
  }

  /** Notes what failed, and what is null because of it. */
  fail(cause: unknown, { nodes }: FieldPlan, place: Place): Written {
    this.failures.push({ cause, nodes, place, nulled: nullWith(place) });
    return place.nullable ? 'null' : failed;
  }

  /** What is written of a value that is waited for. */
  later<Value>(
    promise: PromiseLike<Value>,
    write: (value: Value) => Written,
    fail: (cause: unknown) => Written,
  ): Part {
    const hole = new Hole();
    this.#waiting += 1;
    const fill = (written: Written) => {
      hole.fill(written ?? 'null');
      this.#waiting -= 1;
      if (this.#waiting === 0) this.#over.resolve();
    };
    const tryWriting = (value: Value) => {
      try {
        return write(value);
      } catch (error) {
        return fail(error);
      }
    };
    void Promise.resolve(promise).then(
      (value) => fill(tryWriting(value)),
      (cause: unknown) => fill(fail(cause)),
    );
    return hole;
  }

  /** When nothing is waited for any more; null where nothing is. */
  over(): Promise<void> | null {
    return this.#waiting === 0 ? null : this.#over.promise;
  }

  #workOut(field: FieldPlan): Arguments | Unfit {
    try {
      return getArgumentValues(field.definition, field.node, this.#variables);
    } catch (cause) {
      return new Unfit(cause);
    }
  }
}

/** Arguments that do not fit. */
class Unfit {
  readonly cause: unknown;

  constructor(cause: unknown) {
    this.cause = cause;
  }
}
