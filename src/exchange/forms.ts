import type { Field, ListField } from '../endpoints/declare.ts';

/** How a kind of field is written. Not a schema of zod, which takes ten times as long to find that something is wrong. */
export interface Form {
  /** The decoded value, or undefined where it is something else. */
  readonly read: (raw: unknown) => unknown;
  /** What the exchange should have sent, for the error. */
  readonly wanted: string;
}

/** How a declared field is written. */
export function formOf(field: Exclude<Field, ListField>): Form {
  if (field.kind !== 'code' && field.kind !== 'codeList') return forms[field.kind];
  const wires = new Set<unknown>(Object.values(field.codes.values).map(({ wire }) => wire));
  const known = [...wires].join(', ');
  if (field.kind === 'code') {
    return { read: (raw) => (wires.has(raw) ? raw : undefined), wanted: `one of ${known}` };
  }
  return {
    read(raw) {
      // There are no more of them than codes, each once.
      const parts = typeof raw === 'string' ? raw.split(',', wires.size + 1) : [];
      const isSound =
        parts.length === new Set(parts).size && parts.every((part) => wires.has(part));
      return parts.length > 0 && isSound ? parts : undefined;
    },
    wanted: `some of ${known}, separated by commas`,
  };
}

/** A text of at most 64 characters, none of them broken: ids become part of URLs and of errors. */
export const short = (raw: unknown): string | undefined =>
  typeof raw === 'string' && raw.length <= 64 && raw.isWellFormed() ? raw : undefined;

/** A text that matches. */
const matching =
  (pattern: RegExp) =>
  (raw: unknown): string | undefined =>
    typeof raw === 'string' && pattern.test(raw) ? raw : undefined;

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
