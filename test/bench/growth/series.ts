import { amountOf, idOf } from '../made-accounts.ts';
import { amounts, createBed, equityOf } from '../bed.ts';
import type { Probe } from './probe.ts';

/** A cost that is measured against one size. */
export interface Series {
  /** Of its chart, too. */
  readonly name: string;
  readonly title: string;
  /** What there is more and more of. */
  readonly sizes: string;
  /** Whether all of them are asked for, so that each has a part of the cost. */
  readonly areShared: boolean;
  readonly meaning: string;
  readonly expected: string;
  /** A larger exponent is a miss: what is expected, and what a busy machine may add. */
  readonly mostExponent: number;
  readonly probes: () => readonly Probe[];
}

/** Currencies that one call can carry. */
const keysOfACall = 20;
/** Currencies that a client asks for. */
const keysOfAPage = 3;
/** Of accounts, as many as are asked for at once. */
const page = 1_000;
/** For all but what is about accounts. */
const bed = createBed(1);
/** Short names, so that the text of 1,000 fields is kept: longer ones than of 8,192 characters are parsed each time. */
const shortAmounts = amounts.filter(([name]) => name.length === 3);

const bodyOf = (query: string, variables = {}): string => JSON.stringify({ query, variables });
const list = <T>(length: number, of: (index: number) => T): readonly T[] =>
  Array.from({ length }, (_, index) => of(index));

const keys: Series = {
  name: 'keys',
  title: 'Keys',
  areShared: true,
  sizes: 'Keys',
  meaning: 'One query for two fields of so many currencies, of which nothing is known yet.',
  expected: 'below 1: a call takes 20 keys, and what a query costs by itself is shared by them',
  mostExponent: 1.1,
  probes: () =>
    [1, 2, 5, 10, 20, 50, 100, 200].map((size) => {
      const ccy = list(size, (index) => `C${index}`);
      const details = ccy.map((one) => ({ ccy: one, eq: equityOf(one) }));
      const query = 'query ($ccy: [ID!]) { account { details(ccy: $ccy) { ccy eq } } }';
      return {
        size,
        calls: Math.ceil(size / keysOfACall),
        bed,
        bodies: [bodyOf(query, { ccy })],
        expected: [{ account: { details } }],
      };
    }),
};

const fields: Series = {
  name: 'fields',
  title: 'Fields',
  areShared: true,
  sizes: 'Fields',
  meaning:
    'One query for so many fields of an account, each under a name of its own, which is short enough to be kept.',
  expected: 'below 1: of few fields the one call is most of it',
  mostExponent: 1.1,
  probes: () =>
    [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000].map((size) => {
      const asked = list(size, (at) => {
        const [name = '', amount = null] = shortAmounts[at % shortAmounts.length] ?? [];
        return { as: `_${at.toString(36)}`, name, amount };
      });
      return {
        size,
        calls: 1,
        bed,
        bodies: [bodyOf(`{account{${asked.map(({ as, name }) => `${as}:${name}`).join(' ')}}}`)],
        expected: [{ account: Object.fromEntries(asked.map(({ as, amount }) => [as, amount])) }],
      };
    }),
};

const accountSizes = [1, 10, 100, 1_000, 10_000];

const accounts: Series = {
  name: 'accounts',
  title: 'Accounts',
  areShared: true,
  sizes: 'Accounts',
  meaning: `One field of each account there is, ${page} to a query, all queries at once.`,
  expected: '1: each account has a call of its own',
  mostExponent: 1.1,
  probes: () =>
    accountSizes.map((size) => {
      const query =
        'query ($first: Int!, $after: ID) { accounts(first: $first, after: $after) { id totalEq } }';
      const starts = list(Math.ceil(size / page), (index) => index * page);
      return {
        size,
        calls: size,
        bed: createBed(size),
        bodies: starts.map((from) =>
          bodyOf(query, { first: page, ...(from > 0 && { after: idOf(from - 1) }) }),
        ),
        expected: starts.map((from) => ({
          accounts: list(Math.min(page, size - from), (index) => ({
            id: idOf(from + index),
            totalEq: amountOf(from + index),
          })),
        })),
      };
    }),
};

const oneAccount: Series = {
  name: 'one-account',
  title: 'One account of many',
  areShared: false,
  sizes: 'Accounts',
  meaning: 'One field of the last account, in a gateway that has so many.',
  expected: '0: whoever asks for one account is not held up by the others',
  mostExponent: 0.15,
  probes: () =>
    accountSizes.map((size) => ({
      size,
      calls: 1,
      bed: createBed(size),
      bodies: [bodyOf('query ($id: ID) { account(id: $id) { totalEq } }', { id: idOf(size - 1) })],
      expected: [{ account: { totalEq: amountOf(size - 1) } }],
    })),
};

const clients: Series = {
  name: 'clients',
  title: 'Clients',
  areShared: true,
  sizes: 'Clients',
  meaning: 'So many clients that ask for the same 3 currencies at once.',
  expected: '1, with one call for all of them',
  mostExponent: 1.2,
  probes: () => {
    const ccy = list(keysOfAPage, (index) => `C${index}`);
    const body = bodyOf('query ($ccy: [ID!]) { account { details(ccy: $ccy) { ccy eq } } }', {
      ccy,
    });
    const data = { account: { details: ccy.map((one) => ({ ccy: one, eq: equityOf(one) })) } };
    return [10, 50, 100, 500, 1_000, 5_000].map((size) => ({
      size,
      calls: 1,
      bed,
      bodies: list(size, () => body),
      expected: list(size, () => data),
    }));
  },
};

export const series: readonly Series[] = [keys, fields, accounts, oneAccount, clients];
