import { defaultTypeResolver, GraphQLError } from 'graphql';
import { inspect } from 'graphql/jsutils/inspect.js';
import { isIterableObject } from 'graphql/jsutils/isIterableObject.js';
import { leafText } from './leaf.ts';
import { Joiner } from './part.ts';
import { Place } from './place.ts';
import type { AbstractPlan, FieldPlan, ListPlan, Selection, ValuePlan } from './plan.ts';
import { isPromise, readField } from './read-field.ts';
import { failed, type Run, type Written } from './run.ts';
import { selectionFor } from './runtime-type.ts';

/** A value that is to be written: of which field it is, or is an item of. */
interface Subject {
  readonly run: Run;
  readonly field: FieldPlan;
  readonly place: Place;
}

/** Writes what is selected of an object, as far as nothing fails that cannot be null. */
export function writeObject(
  run: Run,
  { fields, end }: Selection,
  object: unknown,
  place: Place,
): Written {
  const text = new Joiner();
  for (const field of fields) {
    const written = field.constant ?? writeField(run, field, object, place);
    if (written === failed) return failed;
    text.add(field.lead, written);
  }
  return text.end(end, place);
}

function writeField(run: Run, field: FieldPlan, object: unknown, parent: Place): Written {
  const { plan, index, key } = field;
  try {
    const read = readField(run, field, object);
    const value =
      run.context.notesNulls === true ? noteNull(run, field, object, parent, read) : read;
    // Most are such: they need no place of their own unless they fail.
    if (plan.kind === 'leaf' && !isPromise(value)) {
      return isMissing(value, plan, field) ? 'null' : leafText(plan.type, value);
    }
    const place = new Place(parent, index, key, plan.nullable);
    return writeValue({ run, field, place }, plan, value);
  } catch (cause) {
    return run.fail(cause, field, new Place(parent, index, key, plan.nullable));
  }
}

/** Notes a field that is null, or comes to be; gives its value back. */
function noteNull(
  run: Run,
  field: FieldPlan,
  object: unknown,
  parent: Place,
  value: unknown,
): unknown {
  if (isPromise(value)) {
    return value.then((settled) => noteNull(run, field, object, parent, settled));
  }
  const { definition, index, key, plan } = field;
  if (plan.nullable && (value === null || value === undefined)) {
    run.nulls.push({ definition, object, place: new Place(parent, index, key, true) });
  }
  return value;
}

/** Writes what a field, or an item of its list, has come to. */
function writeValue(subject: Subject, plan: ValuePlan, value: unknown): Written {
  try {
    if (isPromise(value)) {
      return later(subject, value, (settled) => writeValue(subject, plan, settled));
    }
    if (isMissing(value, plan, subject.field)) return 'null';
    const written = writePresent(subject, plan, value);
    return written === failed && plan.nullable ? 'null' : written;
  } catch (cause) {
    return fail(subject, cause);
  }
}

function writePresent(subject: Subject, plan: ValuePlan, value: unknown): Written {
  if (plan.kind === 'leaf') return leafText(plan.type, value);
  if (plan.kind === 'list') return writeList(subject, plan, value);
  if (plan.kind === 'object') return writeTyped(subject, plan.selection, value);
  return writeAbstract(subject, plan, value);
}

function writeList({ run, field, place }: Subject, { item }: ListPlan, list: unknown): Written {
  if (!isIterableObject(list)) {
    const { parentType, definition } = field;
    throw new GraphQLError(
      `Expected Iterable, but did not find one for field "${parentType.name}.${definition.name}".`,
    );
  }
  const text = new Joiner();
  let index = 0;
  for (const value of list) {
    const itemPlace = new Place(place, index, index, item.nullable);
    const written = writeValue({ run, field, place: itemPlace }, item, value);
    if (written === failed) return failed;
    text.add(index === 0 ? '[' : ',', written);
    index += 1;
  }
  return text.end(index === 0 ? '[]' : ']', place);
}

function writeAbstract(subject: Subject, plan: AbstractPlan, object: unknown): Written {
  const { run, field } = subject;
  const info = run.infoOf(field);
  const resolveType = plan.type.resolveType ?? defaultTypeResolver;
  const write = (name: unknown) =>
    writeTyped(subject, selectionFor(plan, name, object, info), object);
  const named: unknown = resolveType(object, run.context, info, plan.type);
  return isPromise(named) ? later(subject, named, write) : write(named);
}

function writeTyped(subject: Subject, selection: Selection, object: unknown): Written {
  const { run, field, place } = subject;
  const { type } = selection;
  if (!type.isTypeOf) return writeObject(run, selection, object, place);
  const write = (isOfType: unknown) => {
    if (isOfType) return writeObject(run, selection, object, place);
    throw new GraphQLError(`Expected value of type "${type.name}" but got: ${inspect(object)}.`);
  };
  const isOfType: unknown = type.isTypeOf(object, run.context, run.infoOf(field));
  return isPromise(isOfType) ? later(subject, isOfType, write) : write(isOfType);
}

const later = (
  subject: Subject,
  promise: PromiseLike<unknown>,
  write: (value: unknown) => Written,
): Written => subject.run.later(promise, write, (cause) => fail(subject, cause));

const fail = ({ run, field, place }: Subject, cause: unknown): Written =>
  run.fail(cause, field, place);

/** @throws where it is an error, or is missing where something must be */
function isMissing(value: unknown, { nullable }: ValuePlan, field: FieldPlan): boolean {
  if (value instanceof Error) throw value;
  if (value !== null && value !== undefined) return false;
  if (nullable) return true;
  const { parentType, definition } = field;
  throw new Error(
    `Cannot return null for non-nullable field ${parentType.name}.${definition.name}.`,
  );
}
