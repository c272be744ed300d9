import { readFileSync } from 'node:fs';
import { accountFields } from '../../../../src/endpoints/balance/account-fields.ts';
import * as balanceCodes from '../../../../src/endpoints/balance/codes.ts';
import * as codes from '../../../../src/endpoints/codes.ts';

// What all peers have in common: the gateway's own published schema, and what its coded values are on the wire.

export const typeDefs = readFileSync(
  new URL('../../../../schema/schema.graphql', import.meta.url),
  'utf8',
);

/** Each enum's values as the exchange writes them. */
export const enums: Readonly<Record<string, Readonly<Record<string, string>>>> = Object.fromEntries(
  [...Object.values(balanceCodes), codes.TradeMode, codes.MarginMode, codes.OrderSide].map(
    ({ name, values }) => [
      name,
      Object.fromEntries(Object.entries(values).map(([value, { wire }]) => [value, wire])),
    ],
  ),
);

/** The fields of an account that come from the answer for the account as a whole. */
export const wholeFields = Object.keys(accountFields);

/** A time as the exchange sends it, which is milliseconds in a string. */
export const writeTime = (ms: unknown): string => new Date(Number(ms)).toISOString();
