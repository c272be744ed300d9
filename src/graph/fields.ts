import type { Codes } from '../endpoints/codes.ts';
import {
  type CodeListField,
  type Endpoint,
  type Field,
  type Fields,
  type ObjectDeclaration,
  type ScalarField,
  time,
} from '../endpoints/declare.ts';
import type { Row } from '../exchange/decode.ts';
import { applicabilityOf } from './applicability.ts';
import { builder, type FieldBuilder } from './builder.ts';
import { listOf } from './cost.ts';
import { describe } from './describe.ts';
import { rowId } from './ids.ts';

/** The fields of a row of an endpoint: those that are declared, when they were asked for, and its id. */
export function exposeRow<F extends Fields>(t: FieldBuilder<Row<F>>, endpoint: Endpoint<F>) {
  return {
    id: idField(t, (row) => rowId(endpoint, row)),
    // Properties, for which no resolver runs. One that holds an error becomes null with that error.
    ...eachScalar(endpoint.row, true, (name, options, field) =>
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- rows have the declared fields, which the builder cannot know
      t.expose(name as never, {
        ...options,
        extensions: extensionsOf(field, ({ accountId }: Row) => accountId),
      }),
    ),
  };
}

/** The same of the row of an account that is loaded when one of them is selected, and null where there is none. */
export function loadedFields<Shape extends { readonly id: string }, F extends Fields>(
  t: FieldBuilder<Shape>,
  object: ObjectDeclaration<F>,
  load: (parent: Shape) => Promise<Row<F> | null>,
) {
  return eachScalar(object, false, (name, options, field) =>
    t.field({
      ...options,
      extensions: extensionsOf(field, ({ id }: Shape) => id),
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
      resolve: async (parent) => ((await load(parent))?.[name] ?? null) as never,
    }),
  );
}

/** @param isRow whether they stand for a row that there is; then it was asked for at some time */
function eachScalar<Made>(
  { fields }: ObjectDeclaration,
  isRow: boolean,
  make: (name: string, options: ReturnType<typeof optionsOf>, field: ScalarField) => Made,
): Record<string, Made> {
  const asOf = time('When the exchange was asked for these figures.', { always: isRow });
  const scalars = Object.entries<Field>({ ...fields, asOf }).filter(
    (entry): entry is [string, ScalarField] => entry[1].kind !== 'list',
  );
  return Object.fromEntries(
    scalars.map(([name, field]) => [name, make(name, optionsOf(field), field)]),
  );
}

/** What a field knows of itself, beside what clients are told. */
const extensionsOf = (field: ScalarField, accountOf: (object: never) => string) => ({
  ...applicabilityOf(field, accountOf),
  // Each of the codes once, at no cost: routers have to know how long a list can be.
  ...(field.kind === 'codeList' && listOf(0, Object.keys(field.codes.values).length).extensions),
});

const optionsOf = (field: ScalarField) => ({
  type: outputTypeOf(field),
  nullable: !field.always,
  description: describe(field),
  ...(field.deprecated !== undefined && { deprecationReason: field.deprecated }),
});

/** What caches and routers know an object by. It is worked out when it is selected. */
export const idField = <Shape>(t: FieldBuilder<Shape>, idOf: (object: Shape) => string) =>
  t.id({
    nullable: false,
    description:
      'Opaque. The same wherever this is reached, and that of nothing else: for caches to know it by.',
    resolve: idOf,
  });

function outputTypeOf(field: ScalarField): ReturnType<typeof typeOf> | [Enum] {
  return field.kind === 'codeList' ? [enumOf(field.codes)] : typeOf(field);
}

/** The GraphQL type of a declared parameter, and of most fields. */
export function typeOf(field: Exclude<ScalarField, CodeListField>) {
  return field.kind === 'code' ? enumOf(field.codes) : scalarTypes[field.kind];
}

const scalarTypes = {
  instrument: 'ID',
  currency: 'ID',
  text: 'String',
  decimal: 'Decimal',
  time: 'DateTime',
  level: 'Int',
  flag: 'Boolean',
} as const satisfies Record<Exclude<ScalarField['kind'], 'code' | 'codeList'>, string>;

type Enum = ReturnType<typeof createEnum>;

const enums = new Map<Codes, Enum>();

/** The GraphQL enum of coded values, made at its first use. Inside, a value is what stands on the wire. */
export function enumOf(codes: Codes) {
  const known = enums.get(codes) ?? createEnum(codes);
  enums.set(codes, known);
  return known;
}

function createEnum({ name, description, values }: Codes) {
  return builder.enumType(name, {
    description,
    values: Object.fromEntries(
      Object.entries(values).map(([key, { wire, meaning }]) => [
        key,
        { value: wire, description: meaning },
      ]),
    ),
  });
}
