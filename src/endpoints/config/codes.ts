import { defineCodes } from '../codes.ts';

// Source of all: OKX API v5, Trading account: Get account configuration, response parameters, in the public copies of
// the page that were at hand on 2026-11-30.

export const AccountMode = defineCodes(
  'AccountMode',
  'What an account can trade, and what backs its positions (`acctLv`).',
  {
    SPOT: ['1', 'Spot mode: trading without margin but for loans, where borrowing is enabled.'],
    FUTURES: [
      '2',
      'Futures mode, once called single-currency margin: each currency backs its own positions.',
    ],
    MULTI_CURRENCY_MARGIN: [
      '3',
      'Multi-currency margin: all currencies together back the positions.',
    ],
    PORTFOLIO_MARGIN: [
      '4',
      'Portfolio margin: margin goes by the risk of all positions and holdings together.',
    ],
  },
);

export const PositionMode = defineCodes(
  'PositionMode',
  'Whether long and short positions of one contract are held apart (`posMode`).',
  {
    LONG_SHORT: [
      'long_short_mode',
      'Long and short positions of futures and swaps are held apart.',
    ],
    NET: ['net_mode', 'One position of each contract, of whatever the orders come to.'],
  },
);

export const SelfTradePrevention = defineCodes(
  'SelfTradePrevention',
  'What becomes of orders of the same user that would meet (`acctStpMode`).',
  {
    CANCEL_MAKER: ['cancel_maker', 'The order that stands already is cancelled.'],
    CANCEL_TAKER: ['cancel_taker', 'The order that comes is cancelled.'],
    CANCEL_BOTH: ['cancel_both', 'Both are cancelled.'],
  },
);

export const GreeksType = defineCodes('GreeksType', 'How greeks are shown (`greeksType`).', {
  COINS: ['PA', 'In coins.'],
  DOLLARS: ['BS', 'In dollars, by Black and Scholes.'],
});

export const FeeType = defineCodes('FeeType', 'In which currency fees are charged (`feeType`).', {
  RECEIVED: ['0', 'In the currency that a trade brings.'],
  QUOTE: ['1', 'In the quote currency of the pair.'],
});

export const ContractIsolation = defineCodes(
  'ContractIsolation',
  'How margin comes to isolated positions in contracts (`ctIsoMode`).',
  {
    AUTOMATIC: ['automatic', 'It is moved automatically.'],
    MANUAL: ['autonomy', 'The user moves it.'],
  },
);

export const MarginIsolation = defineCodes(
  'MarginIsolation',
  'How margin comes to isolated positions in pairs (`mgnIsoMode`).',
  {
    AUTOMATIC: ['automatic', 'It is moved automatically.'],
    AUTOMATIC_BOTH: [
      'auto_transfers_ccy',
      'It is moved automatically; base and quote currency can both serve.',
    ],
    QUICK: ['quick_margin', 'Quick margin: it is moved, and borrowed, with each order.'],
  },
);

export const StrategyType = defineCodes(
  'StrategyType',
  'The strategy that an account is set up for (`stgyType`).',
  {
    GENERAL: ['0', 'None in particular.'],
    DELTA_NEUTRAL: ['1', 'Delta neutral.'],
  },
);

export const CopyTradingRole = defineCodes(
  'CopyTradingRole',
  'What part an account has in copy trading (`roleType`, `spotRoleType`).',
  {
    NONE: ['0', 'None.'],
    LEADING: ['1', 'Others copy its trades.'],
    COPYING: ['2', 'It copies the trades of others.'],
  },
);

export const OptionTrading = defineCodes(
  'OptionTrading',
  'Whether an account may trade options (`opAuth`).',
  {
    OFF: ['0', 'It is not activated.'],
    ON: ['1', 'It is activated.'],
  },
);

export const AccountType = defineCodes(
  'AccountType',
  'What kind of account it is within those of its owner (`type`).',
  {
    MAIN: ['0', 'The main account.'],
    SUB: ['1', 'A standard sub-account.'],
    MANAGED: ['2', 'A sub-account that somebody else trades.'],
    CUSTODY_COPPER: ['5', 'A trading sub-account whose assets Copper keeps.'],
    MANAGED_COPPER: ['9', 'The same, traded by somebody else.'],
    CUSTODY_KOMAINU: ['12', 'A trading sub-account whose assets Komainu keeps.'],
  },
);

export const ApiKeyPermission = defineCodes(
  'ApiKeyPermission',
  'What the API key of the gateway may do (`perm`).',
  {
    READ: ['read_only', 'Read. The gateway needs no more.'],
    TRADE: ['trade', 'Place and cancel orders, and change settings.'],
    WITHDRAW: ['withdraw', 'Move funds out of the account.'],
  },
);
