import { MarginMode, OrderSide } from '../codes.ts';
import {
  code,
  currency,
  decimal,
  defineEndpoint,
  defineObject,
  instrument,
  perAccount,
  required,
} from '../declare.ts';

export const MaxLoan = defineObject('MaxLoan', {
  description: 'How much of one currency can be borrowed, to trade an instrument or by hand.',
  fields: {
    instId: instrument('Instrument that the loan would trade; none when a currency was asked for.'),
    ccy: currency('Currency that would be borrowed.'),
    mgnMode: code(MarginMode, 'How the loan would be margined.'),
    mgnCcy: currency('Currency that would serve as margin, if one was asked for.'),
    side: code(OrderSide, 'Side of the order that the loan would pay for.'),
    maxLoan: decimal('Most that can be borrowed.', { unit: 'currency of the row' }),
  },
});

// Source: OKX API v5, Trading account: Get the maximum loan of instrument, as of 2026-01-15. Inferred: one `ccy` to a
// call, since the page names no list for it; and pairs only, from recorded refusals of contracts.
export const maxLoan = defineEndpoint({
  name: 'max-loan',
  path: '/api/v5/account/max-loan',
  description: 'The most that can be borrowed to trade a pair, or of one currency by hand.',
  limit: perAccount(20, 2_000),
  keys: { instId: { max: 5, pairsOnly: true }, ccy: { max: 1 } },
  apart: 'side',
  params: {
    mgnMode: required(code(MarginMode, 'How the loan would be margined.')),
    mgnCcy: currency(
      'Currency to use as margin; for margin pairs that are isolated, or cross in Futures mode.',
    ),
    tradeQuoteCcy: currency(
      'Quote currency to trade with, by default that of the instrument; for spot.',
    ),
  },
  // Source: recorded traffic, 51010; with `mgnMode=isolated` 51000 "Parameter MARGIN_MODE error", whether enabled or not.
  refusals: [
    {
      modes: [1],
      unlessBorrowing: true,
      meaning:
        'In Spot mode nothing can be borrowed unless borrowing is enabled in the settings of the account.',
    },
  ],
  row: MaxLoan,
});
