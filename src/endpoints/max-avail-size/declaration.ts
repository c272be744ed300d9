import { TradeMode } from '../codes.ts';
import {
  code,
  currency,
  decimal,
  defineEndpoint,
  defineObject,
  flag,
  instrument,
  perAccount,
  required,
} from '../declare.ts';

/** Pairs are counted in what is paid with; for derivatives the currency is inferred, not documented. */
const paidWith = (side: string, told: string): string =>
  `${side} currency for spot and margin pairs, or the \`ccy\` asked for with cross margin; margin currency for derivatives: \`${told}\` tells which`;

export const MaxAvail = defineObject('MaxAvail', {
  description:
    'How much is available to trade one instrument: balance for spot and isolated margin, equity for cross margin.',
  fields: {
    instId: instrument('Instrument that the amounts are for.', { always: true }),
    availBuy: decimal('Most that is available to buy with.', { unit: paidWith('quote', 'buyCcy') }),
    availSell: decimal('Most that is available to sell with.', {
      unit: paidWith('base', 'sellCcy'),
    }),
  },
});

// Source: OKX API v5, Trading account: Get maximum available balance/equity, as of 2026-01-15.
export const maxAvailSize = defineEndpoint({
  name: 'max-avail-size',
  path: '/api/v5/account/max-avail-size',
  description: 'The largest balance or equity that is available to trade an instrument.',
  limit: perAccount(20, 2_000),
  keys: { instId: { max: 5 } },
  params: {
    tdMode: required(code(TradeMode, 'How the order would be margined.')),
    ccy: currency(
      'Currency to use as margin; for margin pairs that are isolated, or cross in Futures mode.',
    ),
    reduceOnly: flag('Whether the order may only reduce a position; for margin pairs.'),
    px: decimal(
      'Price at which the position would be closed, by default the market price; for margin pairs with `reduceOnly`.',
      { unit: 'quote currency' },
    ),
    tradeQuoteCcy: currency(
      'Quote currency to trade with, by default that of the instrument; for spot.',
    ),
  },
  // Source: the same page for `spot_isolated`; for margin in Spot mode the list of trade modes by account mode of Place
  // order (as of 2026-11-30), and public notes on 51010 from this endpoint. With borrowing enabled it is not certain.
  refusals: [
    {
      modes: [1, 3, 4],
      when: { tdMode: ['spot_isolated'] },
      meaning: '`SPOT_ISOLATED` is a trade mode of Futures mode only.',
    },
    {
      modes: [1],
      when: { tdMode: ['cross', 'isolated'] },
      unlessBorrowing: true,
      meaning:
        'In Spot mode there is no margin unless borrowing is enabled; ask with `tdMode: CASH`.',
    },
  ],
  row: MaxAvail,
});
