import type { Codes } from './codes.ts';

/** Account modes as the exchange numbers them in `acctLv`. */
export const accountModes = {
  1: 'Spot',
  2: 'Futures',
  3: 'Multi-currency margin',
  4: 'Portfolio margin',
} as const;
export type AccountMode = keyof typeof accountModes;

export const isAccountMode = (level: number): level is AccountMode =>
  Object.hasOwn(accountModes, level);

/** What is known of a field or parameter beside its kind and meaning. */
interface Facts {
  /** The unit of an amount, such as `USD` or `currency of the row`. */
  readonly unit?: string;
  /** Modes in which the exchange fills the field; in the others it sends `""`. Absent: its reference names none. */
  readonly modes?: readonly AccountMode[];
  /** Modes in which recorded answers leave it `""`, although its reference does not say so. */
  readonly emptyIn?: readonly AccountMode[];
  /** Rows are told apart by it: it is never null, and a row without it is malformed. */
  readonly always?: boolean;
  /** Why it should no longer be used, and what to use instead. */
  readonly deprecated?: string;
}

/** Whether the exchange fills a field in a mode, as far as is known. */
export const appliesIn = (
  { modes, emptyIn }: Pick<Facts, 'modes' | 'emptyIn'>,
  mode: AccountMode,
): boolean => (modes?.includes(mode) ?? true) && !emptyIn?.includes(mode);

interface Described extends Facts {
  readonly meaning: string;
}

/** How a field is written on the wire; decides its decoder and its GraphQL type. */
interface OfKind<Kind extends string> extends Described {
  readonly kind: Kind;
}
export interface CodeField<Wire extends string = string> extends OfKind<'code'> {
  readonly codes: Codes<Wire>;
}
export interface CodeListField<Wire extends string = string> extends OfKind<'codeList'> {
  readonly codes: Codes<Wire>;
}
export interface ListField<F extends Fields = Fields> extends OfKind<'list'> {
  readonly of: ObjectDeclaration<F>;
}
export type ScalarField =
  | OfKind<'instrument'>
  | OfKind<'currency'>
  | OfKind<'decimal'>
  | OfKind<'time'>
  | OfKind<'level'>
  | OfKind<'flag'>
  | OfKind<'text'>
  | CodeField
  | CodeListField;
export type Field = ScalarField | ListField;
export type Fields = { readonly [name: string]: Field };

const ofKind =
  <Kind extends string>(kind: Kind) =>
  (meaning: string, facts: Facts = {}): OfKind<Kind> => ({ kind, meaning, ...facts });

/** An instrument id such as `BTC-USDT`. */
export const instrument = ofKind('instrument');
/** A currency code such as `BTC`. */
export const currency = ofKind('currency');
/** An exact decimal, written as a string on the wire and everywhere else. */
export const decimal = ofKind('decimal');
/** A point in time, on the wire as milliseconds since the Unix epoch in a string. */
export const time = ofKind('time');
/** A small whole number, on the wire as a string. */
export const level = ofKind('level');
/** A real boolean. */
export const flag = ofKind('flag');
/** A word of the exchange whose possible values are not published, so that no set of codes can be declared. */
export const text = ofKind('text');
/** One of a closed set of coded values. */
export const code = <Wire extends string>(
  codes: Codes<Wire>,
  meaning: string,
  facts: Facts = {},
): CodeField<Wire> => ({ kind: 'code', codes, meaning, ...facts });
/** Several of them, comma-joined on the wire. */
export const codeList = <Wire extends string>(
  codes: Codes<Wire>,
  meaning: string,
  facts: Facts = {},
): CodeListField<Wire> => ({ kind: 'codeList', codes, meaning, ...facts });
/** A list of objects inside a row. */
export const list = <F extends Fields>(
  of: ObjectDeclaration<F>,
  meaning: string,
  facts: Facts = {},
): ListField<F> => ({ kind: 'list', of, meaning, ...facts });

/** An object of the exchange, field by field, under its GraphQL type name. */
export interface ObjectDeclaration<F extends Fields = Fields> {
  readonly name: string;
  readonly description: string;
  readonly fields: F;
}

export function defineObject<const F extends Fields>(
  name: string,
  declaration: { readonly description: string; readonly fields: F },
): ObjectDeclaration<F> {
  return { name, ...declaration };
}

/** A parameter that the exchange takes beside the comma-joined keys. */
export type Parameter = Exclude<
  ScalarField,
  OfKind<'time' | 'level' | 'instrument' | 'text'> | CodeListField
> & {
  readonly required?: boolean;
};
export type Params = { readonly [name: string]: Parameter };

/** Marks a parameter without which the exchange refuses the call. */
export const required = <P extends Parameter>(parameter: P): P & { readonly required: true } => ({
  ...parameter,
  required: true,
});

/** A parameter that takes comma-joined keys. */
interface KeyList {
  /** Most keys that one call takes. */
  readonly max: number;
  /** The endpoint knows currency pairs (spot and margin) only; an id of another kind cannot succeed. */
  readonly pairsOnly?: boolean;
}

/** Calls that the exchange grants one account within any window. */
export interface RateLimit {
  readonly calls: number;
  readonly windowMs: number;
}

/** What the exchange refuses in some modes of accounts, so that it need not be asked. */
export interface ModeRefusal {
  readonly modes: readonly AccountMode[];
  /** Of the calls in which each of these parameters has one of these values, as they are sent. Default: of all. */
  readonly when?: { readonly [param: string]: readonly string[] };
  /** Not where borrowing is enabled in Spot mode. Default: there, too. */
  readonly unlessBorrowing?: boolean;
  /** What cannot be had and, where there is something, what to ask for in its place, in a sentence for clients. */
  readonly meaning: string;
}

/** One REST route of the exchange. Client, loader, decoder, GraphQL type and simulator derive from it. */
export interface Endpoint<
  Row extends Fields = Fields,
  Outer extends Fields = Fields,
  P extends Params = Params,
> {
  readonly name: string;
  readonly path: string;
  readonly description: string;
  readonly limit: RateLimit;
  /** The parameters that take keys; one call uses one of them. A row answers the key that it holds in that field. Empty where there is one answer for the whole account. */
  readonly keys: { readonly [K in keyof Row]?: KeyList };
  /** The field that tells apart the rows of one key; absent where a key has one row at most. */
  readonly apart?: keyof Row & string;
  /** The parameter in whose place a call without keys answers for everything that the account holds; absent where there is no such call, or no keys at all. */
  readonly whole?: keyof Row & string;
  /** The other parameters of a call: only keys that have all of them in common share one. */
  readonly params: P;
  /** What it refuses in some modes of accounts. Only what is certain: anything else the exchange has to refuse itself. */
  readonly refusals?: readonly ModeRefusal[];
  /** What answers a key. */
  readonly row: ObjectDeclaration<Row>;
  /** Where the rows stand inside one outer object instead of directly in `data`. */
  readonly within?: {
    readonly object: ObjectDeclaration<Outer>;
    readonly list: keyof Outer & string;
  };
}

export function defineEndpoint<
  const Row extends Fields,
  const Outer extends Fields = Row,
  const P extends Params = Params,
>(endpoint: Endpoint<Row, Outer, P>): Endpoint<Row, Outer, P> {
  return endpoint;
}

/** The documented limit of most account endpoints: `calls` per `windowMs` for each account. */
export const perAccount = (calls: number, windowMs: number): RateLimit => ({ calls, windowMs });
