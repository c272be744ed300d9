import { z } from 'zod';
import type {
  CodeField,
  Field,
  Fields,
  ListField,
  ObjectDeclaration,
} from '../endpoints/declare.ts';
import { GatewayError } from '../errors/gateway-error.ts';

/** The type of a field's value once decoded. Amounts stay strings. */
export type Value<F extends Field> =
  F extends ListField<infer Of>
    ? readonly (Row<Of> | GatewayError)[]
    : F extends CodeField<infer Wire>
      ? Wire
      : F extends { readonly kind: 'time' }
        ? Date
        : F extends { readonly kind: 'level' }
          ? number
          : F extends { readonly kind: 'flag' }
            ? boolean
            : string;

/**
 * One object of the exchange, decoded: null where the exchange sent nothing or `""`, an error where it
 * sent what the field cannot hold. It knows whose it is and when it was asked for.
 */
export type Row<F extends Fields = Fields> = {
  readonly [Name in keyof F]: Value<F[Name]> | null | GatewayError;
} & Stamp;

/** What is known of a row beside its fields. */
export type Stamp = {
  readonly accountId: string;
  /** When the call that answered it was sent. */
  readonly asOf: Date;
};

/** Where a row comes from. */
export interface Origin {
  readonly endpoint: string;
  readonly stamp: Stamp;
}

/** Decodes one object of `data`; fields that are not declared are ignored, and a bad one fails alone. */
export function decodeRow(
  object: ObjectDeclaration,
  raw: unknown,
  origin: Origin,
): Row | GatewayError {
  const source = z.record(z.string(), z.unknown()).safeParse(raw);
  if (!source.success) return malformed(object.name, 'an object', origin);
  const row: Record<string, unknown> = { ...origin.stamp };
  for (const [name, field] of Object.entries(object.fields)) {
    const value = source.data[name];
    const path = `${object.name}.${name}`;
    if (value !== undefined && value !== null && value !== '') {
      row[name] = decodeValue(field, value, path, origin);
    } else row[name] = field.always ? malformed(path, 'an id', origin) : null;
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each declared field has been set above
  return row as Row;
}

function decodeValue(field: Field, raw: unknown, path: string, origin: Origin): unknown {
  if (field.kind === 'list') {
    if (!Array.isArray(raw)) return malformed(path, 'a list', origin);
    return raw.map((element) => decodeRow(field.of, element, origin));
  }
  const { schema, wanted } = formOf(field);
  const parsed = schema.safeParse(raw);
  return parsed.success ? parsed.data : malformed(path, wanted, origin);
}

interface Form {
  readonly schema: z.ZodType;
  /** What the exchange should have sent, for the error. */
  readonly wanted: string;
}

/** An id becomes part of a URL and of errors: longer ones, and broken characters, are none. */
const id = z
  .string()
  .max(64)
  .refine((text) => text.isWellFormed());

const forms: Readonly<Record<Exclude<Field['kind'], 'code' | 'list'>, Form>> = {
  instrument: { schema: id, wanted: 'an instrument id' },
  currency: { schema: id, wanted: 'a currency code' },
  text: { schema: z.string(), wanted: 'a text' },
  decimal: {
    schema: z.string().regex(/^-?\d{1,40}(\.\d{1,40})?$/),
    wanted: 'a decimal in a string',
  },
  time: {
    schema: z
      .string()
      .regex(/^\d{1,15}$/)
      .transform((milliseconds) => new Date(Number(milliseconds))),
    wanted: 'milliseconds since 1970 in a string',
  },
  level: {
    schema: z
      .string()
      .regex(/^\d{1,3}$/)
      .transform(Number),
    wanted: 'a level in a string',
  },
  flag: {
    schema: z.stringbool({ truthy: ['true'], falsy: ['false'] }).or(z.boolean()),
    wanted: 'a boolean',
  },
};

const codeForms = new WeakMap<object, Form>();

function formOf(field: Exclude<Field, ListField>): Form {
  if (field.kind !== 'code') return forms[field.kind];
  let form = codeForms.get(field.codes);
  if (!form) {
    const wires = Object.values(field.codes.values).map(({ wire }) => wire);
    form = { schema: z.enum(wires), wanted: `one of ${wires.join(', ')}` };
    codeForms.set(field.codes, form);
  }
  return form;
}

function malformed(path: string, wanted: string, origin: Origin): GatewayError {
  return new GatewayError(
    'UPSTREAM_MALFORMED',
    `The exchange sent something other than ${wanted} as ${path}.`,
    {
      endpoint: origin.endpoint,
    },
  );
}
