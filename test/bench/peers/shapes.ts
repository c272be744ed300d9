import { detailFields } from '../../../src/endpoints/balance/detail-fields.ts';
import { createRandomness } from '../../../src/simulator/randomness.ts';
import { drawSome } from '../draws.ts';
import { currencies, instruments } from './keys.ts';

/** Queries of one kind. */
export interface Shape {
  readonly name: string;
  readonly meaning: string;
  /** Calls of the exchange that a query takes where nothing is shared between queries. */
  readonly calls: number;
  /** CPU time that a query may take, as a share of what it takes of mercurius. */
  readonly goal: number;
  /** The bodies of requests, as many as differ. */
  readonly bodies: readonly string[];
}

const bodyOf = (query: string, variables: object = {}): string =>
  JSON.stringify({ query, variables });

const detailsOf = (fields: readonly string[]): string =>
  `query ($ccy: [ID!]) { account { details(ccy: $ccy) { ${fields.join(' ')} } } }`;

const several = `query ($ccy: [ID!], $instId: [ID!]!) {
  account {
    details(ccy: $ccy) { ccy eq availBal maxWithdrawal { maxWd } }
    maxAvail(instId: $instId, tdMode: CASH) { instId availBuy availSell }
    maxLoan(instId: $instId, mgnMode: CROSS) { instId side maxLoan }
  }
}`;

/** So many of each are asked for by a query of the last shape, and so many such queries are drawn. */
const [each, drawn] = [3, 256];
const draw = createRandomness(1);

export const shapes: readonly Shape[] = [
  {
    name: 'a',
    meaning: 'one field of the account',
    calls: 1,
    goal: 0.5,
    bodies: [bodyOf('{ account { totalEq } }')],
  },
  {
    name: 'b',
    meaning: '5 fields of 20 currencies',
    calls: 1,
    goal: 0.6,
    bodies: [
      bodyOf(detailsOf(['ccy', 'eq', 'cashBal', 'availBal', 'frozenBal']), { ccy: currencies }),
    ],
  },
  {
    name: 'c',
    meaning: `all ${Object.keys(detailFields).length} fields of 20 currencies`,
    calls: 1,
    goal: 0.7,
    bodies: [bodyOf(detailsOf(Object.keys(detailFields)), { ccy: currencies })],
  },
  {
    name: 'd',
    meaning:
      '20 currencies with what can be withdrawn, what can be traded and borrowed of 20 instruments',
    calls: 10,
    goal: 0.25,
    bodies: [bodyOf(several, { ccy: currencies, instId: instruments })],
  },
  {
    name: 'e',
    meaning: 'the same of 3 and 3, others in each request',
    calls: 4,
    goal: 0.4,
    bodies: Array.from({ length: drawn }, () =>
      bodyOf(several, {
        ccy: drawSome(currencies, each, draw),
        instId: drawSome(instruments, each, draw),
      }),
    ),
  },
];
