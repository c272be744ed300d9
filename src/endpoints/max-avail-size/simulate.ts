import type { SimulatedAccount } from '../../simulator/accounts.ts';
import { exact, smaller, write, zero, type Amount } from '../../simulator/amounts.ts';
import { instrumentOf, type Instrument } from '../../simulator/instruments.ts';
import { badMember, badParameter, missingParameter, Refusal } from '../../simulator/refusal.ts';
import type { Simulate, SimulatedRequest } from '../../simulator/simulate.ts';

export const simulate: Simulate = (request) => {
  const { account, keys, params } = request;
  checkMode(account, params.tdMode);
  return (keys.instId ?? []).map((instId) => {
    const instrument = instrumentOf(instId);
    const { buy, sell } =
      instrument.kind === 'pair' ? ofPair(instrument, request) : ofContract(instrument, request);
    return { instId, availBuy: write(buy), availSell: write(sell) };
  });
};

interface Available {
  readonly buy: Amount;
  readonly sell: Amount;
}

function checkMode({ mode, borrows = false }: SimulatedAccount, tdMode: string | undefined): void {
  const allowed =
    tdMode === 'cash' ||
    (tdMode === 'spot_isolated' ? mode === 2 : mode !== 1 || (borrows && tdMode === 'cross'));
  if (!allowed) throw new Refusal(51010);
}

/** Contracts take margin in the currency they settle in; without margin there are none. */
function ofContract(instrument: Instrument, request: SimulatedRequest): Available {
  const { tdMode } = request.params;
  if (tdMode !== 'cross' && tdMode !== 'isolated') throw badMember('instId', instrument.instId);
  const margin = available(instrument.settle, request);
  return { buy: margin, sell: margin };
}

/** Buying takes the quote currency, selling the base; cross margin may name one currency for both. */
function ofPair(instrument: Instrument, request: SimulatedRequest): Available {
  const { account, params } = request;
  const { base, quote } = instrument;
  if (params.tdMode === 'cash' || params.tdMode === 'spot_isolated') {
    const payWith = params.tradeQuoteCcy ?? quote;
    return { buy: available(payWith, request), sell: available(base, request) };
  }
  const { ccy } = params;
  if (params.tdMode === 'cross' && account.mode === 2 && ccy === undefined) {
    throw missingParameter('ccy');
  }
  const asked = params.tdMode === 'cross' ? ccy : undefined;
  const [buyIn, sellIn] = [asked ?? quote, asked ?? base];
  const most = { buy: available(buyIn, request), sell: available(sellIn, request) };
  if (params.reduceOnly !== 'true') return most;
  const repaying = repayment(instrument, request);
  const { price } = request.market;
  const inCurrency = (amount: Amount, from: string, to: string): Amount =>
    from === to ? amount : amount.times(price(from)).div(price(to));
  return {
    buy: smaller(most.buy, inCurrency(repaying.buy, quote, buyIn)),
    sell: smaller(most.sell, inCurrency(repaying.sell, base, sellIn)),
  };
}

/** What would repay the debts of a pair: in quote to buy back the base, in base to sell for the quote. */
function repayment({ base, quote }: Instrument, { statement, market, params }: SimulatedRequest) {
  const px = params.px ? exact(params.px) : market.price(base).div(market.price(quote));
  if (px.eq(zero)) throw badParameter('px');
  const owed = (ccy: string): Amount => statement.positions.get(ccy)?.liab ?? zero;
  return { buy: owed(base).times(px), sell: owed(quote).div(px) };
}

/** What of a currency is free in the trade mode asked for. */
function available(ccy: string, { account, statement, params }: SimulatedRequest): Amount {
  const position = statement.positions.get(ccy);
  if (params.tdMode === 'spot_isolated') return exact(position?.holding.spotIso ?? '0');
  if (params.tdMode !== 'cross') return position?.availBal ?? zero;
  // In the modes with shared collateral the other currencies stand in for it.
  const borrowed = account.mode === 2 ? zero : statement.loanable(ccy);
  return (position?.availEq ?? zero).plus(borrowed);
}
