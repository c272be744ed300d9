import { currency, decimal, defineEndpoint, defineObject, perAccount } from '../declare.ts';

const own = 'currency of the row';

export const MaxWithdrawal = defineObject('MaxWithdrawal', {
  description:
    'How much of one currency can leave the trading account for the funding account now. Loans and margin in use are taken into account.',
  fields: {
    ccy: currency('Currency that the amounts are in.', { always: true }),
    maxWd: decimal('Most that can be moved without borrowed funds.', { unit: own }),
    maxWdEx: decimal('Most that can be moved when borrowed funds may go along.', { unit: own }),
    spotOffsetMaxWd: decimal(
      'Most that can be moved without borrowed funds while spot holdings offset derivatives risk.',
      { unit: own, modes: [4] },
    ),
    spotOffsetMaxWdEx: decimal(
      'Most that can be moved with borrowed funds while spot holdings offset derivatives risk.',
      { unit: own, modes: [4] },
    ),
  },
});

// Source: OKX API v5, Trading account: Get maximum withdrawals, as of 2026-01-15.
export const maxWithdrawal = defineEndpoint({
  name: 'max-withdrawal',
  path: '/api/v5/account/max-withdrawal',
  description: 'What can be moved from the trading account to the funding account.',
  limit: perAccount(20, 2_000),
  keys: { ccy: { max: 20 } },
  whole: 'ccy',
  params: {},
  row: MaxWithdrawal,
});
