import { instrumentKind } from '../instrument-kind.ts';

/** The currencies in which an instrument's amounts are; null where the exchange does not say. */
export interface PaidWith {
  readonly buyCcy: string | null;
  readonly sellCcy: string | null;
}

const notSaid: PaidWith = { buyCcy: null, sellCcy: null };
const both = (ccy: string): PaidWith => ({ buyCcy: ccy, sellCcy: ccy });

/** Of linear contracts, by the quote currency of their ids. */
const linear: ReadonlySet<string> = new Set(['USDT', 'USDC']);

/**
 * In which currencies the amounts are that an order could use.
 *
 * Source: OKX API v5, Trading account: Get maximum available balance/equity, as of 2026-01-15, for pairs: the quote
 * currency to buy and the base to sell, but under cross margin the `ccy` that was passed. Inferred: that cross margin
 * without a `ccy` follows the first rule, that `tradeQuoteCcy` takes the place of the quote currency, and that
 * amounts of contracts are in the currency that they are settled in, which their ids tell of `-USDT`, `-USDC` (that
 * one) and `-USD` (the coin). Of other contracts, such as `BTC-USD_UM-SWAP`, and of options that are bought without
 * margin, nothing is known.
 *
 * @param params of the call, as they stand in its query string
 */
export function paidWith(instId: string, params: string): PaidWith {
  const sent = new URLSearchParams(params);
  const [base = '', quote = ''] = instId.split('-');
  const tdMode = sent.get('tdMode');
  if (instrumentKind(instId) !== 'pair') {
    if (tdMode !== 'cross' && tdMode !== 'isolated') return notSaid;
    if (linear.has(quote)) return both(quote);
    return quote === 'USD' ? both(base) : notSaid;
  }
  const margin = sent.get('ccy');
  if (tdMode === 'cross' && margin !== null) return both(margin);
  return { buyCcy: sent.get('tradeQuoteCcy') ?? quote, sellCcy: base };
}
