/** One value of a coded field: how the exchange writes it and what it means. */
export interface Code<Wire extends string = string> {
  readonly wire: Wire;
  readonly meaning: string;
}

/** The closed set of values of a coded field or parameter; becomes a GraphQL enum. */
export interface Codes<Wire extends string = string> {
  readonly name: string;
  readonly description: string;
  /** GraphQL enum name → code. */
  readonly values: Readonly<Record<string, Code<Wire>>>;
}

/** Declares coded values: `{ BUY: ['buy', 'Buying.'] }` reads GraphQL name, wire value, meaning. */
export function defineCodes<const Wire extends string>(
  name: string,
  description: string,
  values: Readonly<Record<string, readonly [wire: Wire, meaning: string]>>,
): Codes<Wire> {
  const entries = Object.entries(values).map(
    ([key, [wire, meaning]]) => [key, { wire, meaning }] as const,
  );
  return { name, description, values: Object.fromEntries(entries) };
}

// Source: OKX API v5, Trading account: Get maximum available balance/equity (`tdMode`), as of 2026-01-15.
export const TradeMode = defineCodes('TradeMode', 'How an order would be margined (`tdMode`).', {
  CASH: ['cash', 'Without margin: plain spot trading.'],
  CROSS: ['cross', 'Cross margin: the positions of the account back each other.'],
  ISOLATED: ['isolated', 'Isolated margin: each position stands on margin of its own.'],
  SPOT_ISOLATED: ['spot_isolated', 'Isolated spot copy trading; in Futures mode only.'],
});

// Source of this and the next: OKX API v5, Trading account: Get the maximum loan of instrument (`mgnMode`, `side`),
// as of 2026-01-15.
export const MarginMode = defineCodes(
  'MarginMode',
  'How borrowed funds are margined (`mgnMode`).',
  {
    CROSS: ['cross', 'Cross margin.'],
    ISOLATED: ['isolated', 'Isolated margin.'],
  },
);

export const OrderSide = defineCodes('OrderSide', 'Side of the order that a figure applies to.', {
  BUY: ['buy', 'Buying the base currency; what is borrowed is the quote currency.'],
  SELL: ['sell', 'Selling the base currency; what is borrowed is the base currency.'],
});
