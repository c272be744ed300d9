import type { Field, ListField, ObjectDeclaration } from '../../src/endpoints/declare.ts';
import { GatewayError } from '../../src/errors/gateway-error.ts';
import type { Stamp } from '../../src/exchange/origin.ts';

/** A row of which every field has been decoded: its value, null, or the error of it. */
export type DecodedRow = Readonly<Record<string, unknown>> & Stamp;

/** The answer that a row comes from. */
interface Origin {
  readonly endpoint: string;
  /** The field by which rows are told apart. */
  readonly by: string | undefined;
  readonly stamp: Stamp;
}

/** The most rows of an answer: twice the currencies of an exchange. */
const maxRows = 1_000;

/**
 * Decodes all fields of all rows at once, as the gateway did before it decoded what is read: the oracle of that.
 * @returns an error when it is no list, or has more rows than any answer
 */
export function decodeAtOnce(
  object: ObjectDeclaration,
  raw: unknown,
  origin: Origin,
  path = 'data',
): readonly (DecodedRow | GatewayError)[] | GatewayError {
  if (!Array.isArray(raw)) return malformed(path, 'a list', origin);
  if (raw.length > maxRows) return malformed(path, `a list of at most ${maxRows} rows`, origin);
  return raw.map((element) => decodeRow(object, element, origin));
}

function decodeRow(
  object: ObjectDeclaration,
  raw: unknown,
  origin: Origin,
): DecodedRow | GatewayError {
  if (!isRecord(raw)) return malformed(object.name, 'an object', origin);
  const row: Record<string, unknown> & Stamp = { ...origin.stamp };
  for (const [name, field] of Object.entries(object.fields)) {
    const value = raw[name];
    const path = `${object.name}.${name}`;
    if (value !== undefined && value !== null && value !== '') {
      row[name] = decodeValue(field, value, path, origin, raw);
    } else row[name] = field.always ? malformed(path, 'an id', origin) : null;
  }
  return row;
}

type RawObject = Readonly<Record<string, unknown>>;

const isRecord = (raw: unknown): raw is RawObject =>
  typeof raw === 'object' && raw !== null && !Array.isArray(raw);

function decodeValue(
  field: Field,
  raw: unknown,
  path: string,
  origin: Origin,
  rawRow: RawObject,
): unknown {
  if (field.kind === 'list') return decodeAtOnce(field.of, raw, origin, path);
  const { read, wanted } = formOf(field);
  return read(raw) ?? malformed(path, wanted, origin, rawRow);
}

/** How a kind of field is written. Not a schema of zod, which takes ten times as long to find that something is wrong. */
interface Form {
  /** The decoded value, or undefined where it is something else. */
  readonly read: (raw: unknown) => unknown;
  /** What the exchange should have sent, for the error. */
  readonly wanted: string;
}

/** A text that matches. */
const matching =
  (pattern: RegExp) =>
  (raw: unknown): string | undefined =>
    typeof raw === 'string' && pattern.test(raw) ? raw : undefined;

/** A text of at most 64 characters, none of them broken: ids become part of URLs and of errors. */
const short = (raw: unknown) =>
  typeof raw === 'string' && raw.length <= 64 && raw.isWellFormed() ? raw : undefined;

const milliseconds = matching(/^\d{1,15}$/);
const fewDigits = matching(/^\d{1,3}$/);
const numberOf = (text: string | undefined) => (text === undefined ? undefined : Number(text));

const flags: ReadonlyMap<unknown, boolean> = new Map([
  ['true', true],
  ['false', false],
]);

const forms: Readonly<Record<Exclude<Field['kind'], 'code' | 'codeList' | 'list'>, Form>> = {
  instrument: { read: short, wanted: 'an instrument id' },
  currency: { read: short, wanted: 'a currency code' },
  text: { read: short, wanted: 'a short text' },
  decimal: { read: matching(/^-?\d{1,40}(\.\d{1,40})?$/), wanted: 'a decimal in a string' },
  time: {
    read(raw) {
      const time = numberOf(milliseconds(raw));
      return time === undefined ? undefined : new Date(time);
    },
    wanted: 'milliseconds since 1970 in a string',
  },
  level: { read: (raw) => numberOf(fewDigits(raw)), wanted: 'a level in a string' },
  flag: {
    read: (raw) => (typeof raw === 'boolean' ? raw : flags.get(raw)),
    wanted: 'a boolean',
  },
};

/** Each once, or undefined. */
function severalOf(wires: ReadonlySet<unknown>, raw: unknown): readonly string[] | undefined {
  if (typeof raw !== 'string') return undefined;
  const parts = raw.split(',');
  const isSound = new Set(parts).size === parts.length && !parts.some((one) => !wires.has(one));
  return isSound ? parts : undefined;
}

const codeForms = new WeakMap<object, Form>();

function formOf(field: Exclude<Field, ListField>): Form {
  if (field.kind !== 'code' && field.kind !== 'codeList') return forms[field.kind];
  let form = codeForms.get(field.codes);
  if (!form) {
    const wires = new Set<unknown>(Object.values(field.codes.values).map(({ wire }) => wire));
    const known = [...wires].join(', ');
    form =
      field.kind === 'code'
        ? { read: (raw) => (wires.has(raw) ? raw : undefined), wanted: `one of ${known}` }
        : {
            read: (raw) => severalOf(wires, raw),
            wanted: `some of ${known}, separated by commas`,
          };
    codeForms.set(field.codes, form);
  }
  return form;
}

/** @param row the object that holds it, which may say what it is of */
function malformed(path: string, wanted: string, origin: Origin, row?: RawObject): GatewayError {
  const { endpoint, by, stamp } = origin;
  const key = row && by !== undefined ? short(row[by]) : undefined;
  const message = `The exchange sent something other than ${wanted} as ${path}.`;
  return new GatewayError('UPSTREAM_MALFORMED', message, {
    endpoint,
    accountId: stamp.accountId,
    ...(key && { keys: [key] }),
    field: path,
  });
}
