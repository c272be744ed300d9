import { describe, expect, expectTypeOf, test } from 'vitest';
import {
  type GatewayError,
  pairUp,
  type ResultOf,
  type WhatCanLeaveDocument,
} from '../../schema/client/index.js';
import { createHarness } from '../support/harness.ts';

interface Row {
  readonly instId: string;
  readonly ccy: string;
  readonly eq: string;
}

interface Account {
  readonly id: string;
  readonly avail: readonly (Row | null)[] | null;
  readonly loans: readonly (Row | null)[] | null;
  readonly details: readonly (Row | null)[] | null;
}

async function ask(query: string) {
  const { data, errors = [] } = await createHarness().query(query);
  return {
    data: data as { account: Account; accounts: readonly Account[] },
    errors: errors as unknown as readonly GatewayError[],
  };
}

const seen = (paired: ReturnType<typeof pairUp<Row, GatewayError>>) =>
  paired.map(({ key, rows, errors }) => [key, rows.length, errors.map(codeOf)]);

const codeOf = ({ extensions }: GatewayError) => extensions.code;

const byInstrument = ({ instId }: Row) => instId;

describe('pairUp', () => {
  const keys = ['eth-eur', 'NO-SUCH', '?', ' BTC-USDT'];
  const list = JSON.stringify(keys);

  test('has a row or its error beside each key, written as it was asked for', async () => {
    const { data, errors } = await ask(
      `{ account { avail: maxAvail(instId: ${list}, tdMode: CASH) { instId } other: maxAvail(instId: ["NO-SUCH"], tdMode: CROSS) { instId } } }`,
    );
    const answer = { keys, rows: data.account.avail, keyOf: byInstrument, errors };
    expect(seen(pairUp({ ...answer, path: ['account', 'avail'] }))).toEqual([
      ['eth-eur', 1, []],
      ['NO-SUCH', 0, ['KEY_REJECTED']],
      ['?', 0, ['BAD_USER_INPUT']],
      [' BTC-USDT', 1, []],
    ]);
  });

  test('has the loans of both sides beside their instrument, where items do not follow the keys', async () => {
    const { data, errors } = await ask(
      `{ account { loans: maxLoan(instId: ["NO-SUCH", "ETH-USDT", "BTC-USDT"], mgnMode: CROSS) { instId side } } }`,
    );
    const asked = ['BTC-USDT', 'NO-SUCH', 'ETH-USDT'];
    const answer = { keys: asked, rows: data.account.loans, keyOf: byInstrument, errors };
    expect(seen(pairUp({ ...answer, path: ['account', 'loans'] }))).toEqual([
      ['BTC-USDT', 2, []],
      ['NO-SUCH', 0, ['KEY_REJECTED']],
      ['ETH-USDT', 2, []],
    ]);
  });

  test('tells a currency that the exchange has no row of from one that could not be had', async () => {
    const { data, errors } = await ask(
      '{ account { details(ccy: ["ETH", "NOPE", "?"]) { ccy } } }',
    );
    const answer = { keys: ['ETH', 'NOPE', '?'], rows: data.account.details, errors };
    const paired = pairUp({ ...answer, keyOf: ({ ccy }) => ccy, path: ['account', 'details'] });
    expect(seen(paired)).toEqual([
      ['ETH', 1, []],
      ['NOPE', 0, []],
      ['?', 0, ['BAD_USER_INPUT']],
    ]);
  });

  test('takes the errors of one account for none of another', async () => {
    const { data, errors } = await ask(
      '{ accounts { id loans: maxLoan(ccy: ["BTC"], mgnMode: CROSS) { ccy } } }',
    );
    const codes = data.accounts.map(({ id, loans }, i) => {
      const answer = { keys: ['BTC'], rows: loans, errors, path: ['accounts', i, 'loans'] };
      const [pair] = pairUp({ ...answer, keyOf: ({ ccy }) => ccy });
      return [id, pair?.errors.map(codeOf)];
    });
    expect(Object.fromEntries(codes)).toEqual({
      'multi-currency': [],
      spot: ['ACCOUNT_MODE_UNSUPPORTED'],
      futures: [],
      portfolio: [],
    });
  });

  test('has an error of the whole list, or of all that holds it, beside each key', async () => {
    const { errors } = await ask('{ account(id: "nobody") { details(ccy: ["ETH"]) { ccy } } }');
    const whole: GatewayError = {
      message: 'More queries have come than can be worked on.',
      extensions: { code: 'OVERLOADED' },
    };
    const answer = { keys: ['ETH', 'BTC'], rows: null, errors: [...errors, whole] };
    const paired = pairUp({ ...answer, keyOf: byInstrument, path: ['account', 'details'] });
    expect(seen(paired)).toEqual([
      ['ETH', 0, ['ACCOUNT_NOT_FOUND', 'OVERLOADED']],
      ['BTC', 0, ['ACCOUNT_NOT_FOUND', 'OVERLOADED']],
    ]);
  });

  test('knows the rows of the list and the errors of the client by their types', () => {
    const pair = (
      data: ResultOf<typeof WhatCanLeaveDocument> | undefined,
      errors: readonly GatewayError[],
    ) =>
      pairUp({
        keys: ['ETH'],
        rows: data?.account?.details,
        keyOf: ({ ccy }) => ccy,
        errors,
        path: ['account', 'details'],
      });
    type Pair = ReturnType<typeof pair>[number];
    expectTypeOf<Pair['rows'][number]['frozenBal']>().toEqualTypeOf<string | null>();
    expectTypeOf<Pair['errors']>().toEqualTypeOf<readonly GatewayError[]>();
  });
});
