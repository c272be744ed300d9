import { write, zero, type Amount } from '../../simulator/amounts.ts';
import { currencies } from '../../simulator/currencies.ts';
import { instrumentOf } from '../../simulator/instruments.ts';
import { badMember, badParameter, missingParameter, Refusal } from '../../simulator/refusal.ts';
import type { Row, Simulate, SimulatedRequest } from '../../simulator/simulate.ts';

export const simulate: Simulate = (request) => {
  const { account, keys, params } = request;
  const { mgnMode = '', mgnCcy = '' } = params;
  if (account.mode === 1 && mgnMode === 'isolated') throw badParameter('MARGIN_MODE');
  if (account.mode === 1 && !account.borrows) throw new Refusal(51010);
  if (keys.ccy) return keys.ccy.map((ccy) => ofCurrency(ccy, mgnMode, request));
  if (account.mode === 2 && mgnMode === 'cross' && mgnCcy === '') throw missingParameter('mgnCcy');
  return (keys.instId ?? []).flatMap((instId) => ofInstrument(instId, mgnMode, request));
};

function ofCurrency(ccy: string, mgnMode: string, request: SimulatedRequest): Row {
  if (!Object.hasOwn(currencies, ccy)) throw badMember('ccy', ccy);
  const maxLoan = write(loan(ccy, request));
  return { instId: '', mgnMode, mgnCcy: '', maxLoan, ccy, side: '' };
}

/** Selling borrows the base currency, buying the quote. */
function ofInstrument(instId: string, mgnMode: string, request: SimulatedRequest): Row[] {
  const { base, quote, kind } = instrumentOf(instId);
  if (kind !== 'pair') throw badMember('instId', instId);
  const { mgnCcy = '', tradeQuoteCcy } = request.params;
  const row = (ccy: string, side: 'sell' | 'buy'): Row => ({
    instId,
    mgnMode,
    mgnCcy,
    maxLoan: write(loan(ccy, request)),
    ccy,
    side,
  });
  return [row(base, 'sell'), row(tradeQuoteCcy ?? quote, 'buy')];
}

/** Shared collateral lends by the account's worth; otherwise one currency backs the loan alone. */
function loan(ccy: string, { account, market, statement, params }: SimulatedRequest): Amount {
  const mostShared = statement.loanable(ccy);
  if (params.mgnMode === 'cross' && account.mode !== 2) return mostShared;
  const backing = params.mgnCcy ?? ccy;
  const position = statement.positions.get(backing);
  if (!position || market.discount(ccy).eq(zero)) return zero;
  const [free, times] =
    params.mgnMode === 'isolated' ? [position.availBal, '4'] : [position.availEq, '2'];
  const worth = free.times(market.price(backing)).times(times);
  return worth.div(market.price(ccy));
}
