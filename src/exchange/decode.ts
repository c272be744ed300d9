import type {
  CodeField,
  CodeListField,
  Field,
  Fields,
  ListField,
  ObjectDeclaration,
} from '../endpoints/declare.ts';
import type { GatewayError } from '../errors/gateway-error.ts';
import { formOf } from './forms.ts';
import type { Origin, RawObject, Stamp } from './origin.ts';

/** The type of a field's value once decoded. Amounts stay strings. */
export type Value<F extends Field> =
  F extends ListField<infer Of>
    ? readonly (Row<Of> | GatewayError)[]
    : F extends CodeField<infer Wire>
      ? Wire
      : F extends CodeListField<infer Wire>
        ? readonly Wire[]
        : F extends { readonly kind: 'time' }
          ? Date
          : F extends { readonly kind: 'level' }
            ? number
            : F extends { readonly kind: 'flag' }
              ? boolean
              : string;

/**
 * One object of the exchange. Each field is decoded when it is first read: null where the exchange sent nothing
 * or `""`, an error where it sent what the field cannot hold. It knows whose it is and when it was asked for.
 */
export type Row<F extends Fields = Fields> = {
  readonly [Name in keyof F]: Value<F[Name]> | null | GatewayError;
} & Stamp;

/** The most rows of an answer: twice the currencies of an exchange. */
const maxRows = 1_000;

/**
 * The rows of a list of objects, of which one that is none fails alone.
 * @returns an error when it is no list, or has more rows than any answer
 */
export function decodeRows(
  object: ObjectDeclaration,
  raw: unknown,
  origin: Origin,
  path = 'data',
): readonly (Row | GatewayError)[] | GatewayError {
  if (!Array.isArray(raw)) return origin.malformed(path, 'a list');
  if (raw.length > maxRows) return origin.malformed(path, `a list of at most ${maxRows} rows`);
  const RowOfObject = classOf(object);
  return raw.map((element) =>
    isRecord(element)
      ? new RowOfObject(element, origin)
      : origin.malformed(object.name, 'an object'),
  );
}

const isRecord = (raw: unknown): raw is RawObject =>
  typeof raw === 'object' && raw !== null && !Array.isArray(raw);

type RowClass = new (raw: RawObject, origin: Origin) => Row;

const classes = new WeakMap<ObjectDeclaration, RowClass>();

/** The class of the rows of an object, made at its first use. */
function classOf(object: ObjectDeclaration): RowClass {
  const known = classes.get(object) ?? RawRow.of(object);
  classes.set(object, known);
  return known;
}

/** A row as it came. Fields that are not declared are ignored. */
class RawRow implements Stamp {
  readonly #raw: RawObject;
  readonly #origin: Origin;
  /** By the place of the field in its declaration: this takes half of what an object by names would. */
  readonly #decoded: unknown[] = [];

  constructor(raw: RawObject, origin: Origin) {
    this.#raw = raw;
    this.#origin = origin;
  }

  get accountId() {
    return this.#origin.stamp.accountId;
  }
  get params() {
    return this.#origin.stamp.params;
  }
  get asOf() {
    return this.#origin.stamp.asOf;
  }

  static of({ name: object, fields }: ObjectDeclaration): RowClass {
    class DeclaredRow extends RawRow {}
    for (const [place, [name, field]] of Object.entries(fields).entries()) {
      const decode = decoderOf(field, `${object}.${name}`);
      Object.defineProperty(DeclaredRow.prototype, name, {
        get(this: RawRow) {
          return (this.#decoded[place] ??= decode(this.#raw[name], this.#raw, this.#origin));
        },
      });
    }
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each declared field has just been defined
    return DeclaredRow as unknown as RowClass;
  }
}

/** Reads a value of a field from the row that holds it. */
type Decoder = (raw: unknown, row: RawObject, origin: Origin) => unknown;

function decoderOf(field: Field, path: string): Decoder {
  const decode = valueDecoderOf(field, path);
  return (raw, row, origin) => {
    if (raw !== undefined && raw !== null && raw !== '') return decode(raw, row, origin);
    return field.always ? origin.malformed(path, 'an id') : null;
  };
}

function valueDecoderOf(field: Field, path: string): Decoder {
  if (field.kind === 'list') return (raw, _row, origin) => decodeRows(field.of, raw, origin, path);
  const { read, wanted } = formOf(field);
  return (raw, row, origin) => read(raw) ?? origin.malformed(path, wanted, row);
}
