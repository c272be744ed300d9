import type { Codes } from '../endpoints/codes.ts';
import {
  type Endpoint,
  type Fields,
  type ObjectDeclaration,
  type ScalarField,
  time,
} from '../endpoints/declare.ts';
import type { Row } from '../exchange/decode.ts';
import { builder, type FieldBuilder } from './builder.ts';
import { describe } from './describe.ts';
import { rowId } from './ids.ts';

/**
 * The declared scalar fields of an object, and when they were asked for, as exposed properties: no
 * resolver runs for them. A property that holds an error becomes null with that error.
 * @param isRow whether it stands for a row that there is; then it was asked for at some time
 */
export function exposeFields<F extends Fields>(
  t: FieldBuilder<object>,
  { fields }: ObjectDeclaration<F>,
  isRow = false,
) {
  const asOf = time('When the exchange was asked for these figures.', { always: isRow });
  const scalars = Object.entries<Fields[string]>({ ...fields, asOf }).filter(
    (entry): entry is [string, ScalarField] => entry[1].kind !== 'list',
  );
  return Object.fromEntries(
    scalars.map(([name, field]) => [
      name,
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- rows have the declared fields, which the builder cannot know
      t.expose(name as never, {
        type: typeOf(field),
        nullable: !field.always,
        description: describe(field),
        ...(field.deprecated !== undefined && { deprecationReason: field.deprecated }),
      }),
    ]),
  );
}

/** The fields of a row of an endpoint: those that are declared, and its id. */
export function exposeRow<F extends Fields>(t: FieldBuilder<Row<F>>, endpoint: Endpoint<F>) {
  return {
    id: idField(t, (row) => rowId(endpoint, row)),
    ...exposeFields(t, endpoint.row, true),
  };
}

/** What caches and routers know an object by. It is worked out when it is selected. */
export const idField = <Shape>(t: FieldBuilder<Shape>, idOf: (object: Shape) => string) =>
  t.id({
    nullable: false,
    description:
      'Opaque. The same wherever this is reached, and that of nothing else: for caches to know it by.',
    resolve: idOf,
  });

/** The GraphQL type of a declared field or parameter. */
export function typeOf(field: ScalarField) {
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
} as const satisfies Record<Exclude<ScalarField['kind'], 'code'>, string>;

const enums = new Map<Codes, ReturnType<typeof createEnum>>();

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
