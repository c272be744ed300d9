import { code, currency, decimal, flag, level, text, time, type Fields } from '../declare.ts';
import { AutoLendStatus, CollateralRestriction, ForcedRepaymentType } from './codes.ts';

const own = 'currency of the row';

/**
 * What the exchange says of one currency of an account, in the order of its reference.
 * Source: OKX API v5, Trading account: Get balance, response parameters and table of account modes, as of 2026-01-15;
 * but for `autoLendAmt` and `autoStakingStatus`, and modes that leave a field empty (`emptyIn`), which were seen in
 * recorded answers only.
 */
export const detailFields = {
  ccy: currency('Currency that the row is about.', { always: true, modes: [1, 2, 3, 4] }),
  eq: decimal('Equity.', { unit: own, modes: [1, 2, 3, 4] }),
  cashBal: decimal('Cash balance.', { unit: own, modes: [1, 2, 3, 4] }),
  uTime: time('When the balance of the currency was last updated.', { modes: [1, 2, 3, 4] }),
  isoEq: decimal('Equity in isolated positions.', { unit: own, modes: [2, 3, 4] }),
  availEq: decimal('Equity that is free to serve as margin.', { unit: own, modes: [2, 3, 4] }),
  disEq: decimal(
    'Equity after the discount at which it counts as collateral; in Spot mode only with borrowing enabled.',
    { unit: 'USD', modes: [1, 3, 4] },
  ),
  fixedBal: decimal('Balance frozen for the Dip Sniper and Peak Sniper products.', { unit: own }),
  availBal: decimal('Balance that is free for use.', { unit: own, modes: [1, 2, 3, 4] }),
  frozenBal: decimal('Balance in use or frozen; can exceed `cashBal`.', {
    unit: own,
    modes: [1, 2, 3, 4],
  }),
  ordFrozen: decimal('Margin that open orders tie up.', { unit: own, modes: [1, 2, 3, 4] }),
  liab: decimal('Liabilities, given as a positive amount.', { unit: own, modes: [1, 3, 4] }),
  upl: decimal('Unrealized profit and loss of all margin and derivatives positions.', {
    unit: own,
    modes: [2, 3, 4],
  }),
  uplLiab: decimal('Liabilities that come from unrealized losses.', { unit: own, modes: [3, 4] }),
  crossLiab: decimal('Liabilities under cross margin.', { unit: own, modes: [1, 3, 4] }),
  rewardBal: decimal('Trial funds granted by the exchange.', { unit: own, emptyIn: [1] }),
  isoLiab: decimal('Liabilities under isolated margin.', { unit: own, modes: [3, 4] }),
  mgnRatio: decimal(
    'Maintenance margin ratio of the cross positions, which tells the risk of the currency; only with a cross position.',
    { unit: 'ratio', modes: [2] },
  ),
  imr: decimal('Initial margin under cross margin; only with a cross position.', {
    unit: own,
    modes: [2],
  }),
  mmr: decimal('Maintenance margin under cross margin; only with a cross position.', {
    unit: own,
    modes: [2],
  }),
  interest: decimal('Interest accrued and not yet deducted, given as a positive amount.', {
    unit: own,
    modes: [1, 3, 4],
  }),
  twap: level(
    'Risk that liabilities are repaid by force, from 0 to 5; the higher, the more likely.',
    { modes: [1, 3, 4] },
  ),
  frpType: code(
    ForcedRepaymentType,
    'What a forced repayment would come from; other than `NONE` when `twap` is 1 or more.',
    { modes: [1, 3, 4] },
  ),
  maxLoan: decimal('Most that can be borrowed under cross margin.', {
    unit: own,
    modes: [1, 3, 4],
  }),
  eqUsd: decimal('Worth of the equity.', { unit: 'USD', modes: [1, 2, 3, 4] }),
  borrowFroz: decimal(
    'Initial margin that loans of the currency which pending orders may cause would require.',
    { unit: 'USD', modes: [1, 3, 4] },
  ),
  notionalLever: decimal('Leverage of the positions in the currency.', {
    unit: 'leverage',
    modes: [2],
  }),
  stgyEq: decimal('Equity in trading strategies.', {
    unit: own,
    modes: [1, 2, 3, 4],
  }),
  isoUpl: decimal('Unrealized profit and loss of the isolated positions.', {
    unit: own,
    modes: [2, 3, 4],
  }),
  spotInUseAmt: decimal('Spot holdings in use to offset derivatives risk.', {
    unit: own,
    modes: [4],
  }),
  clSpotInUseAmt: decimal('Spot holdings that the user set aside to offset derivatives risk.', {
    unit: own,
    modes: [4],
  }),
  maxSpotInUse: decimal('Most spot holdings that could offset derivatives risk.', {
    unit: own,
    modes: [4],
  }),
  spotIsoBal: decimal('Balance in isolated spot trading; only for copy trading.', {
    unit: own,
    modes: [1, 2],
  }),
  smtSyncEq: decimal('Equity in smart copy trading of contracts; 0 unless copying a trader.', {
    unit: own,
    modes: [1, 2, 3, 4],
  }),
  spotCopyTradingEq: decimal('Equity in smart copy trading of spot; 0 unless copying a trader.', {
    unit: own,
    modes: [1, 2, 3, 4],
  }),
  spotBal: decimal('Spot balance.', { unit: own, modes: [1, 2, 3, 4] }),
  openAvgPx: decimal('Average cost price at which the spot holding was opened.', {
    unit: 'USD',
    modes: [1, 2, 3, 4],
  }),
  accAvgPx: decimal('Average cost price of spot, accumulated.', {
    unit: 'USD',
    modes: [1, 2, 3, 4],
  }),
  spotUpl: decimal('Unrealized profit and loss of spot.', { unit: 'USD', modes: [1, 2, 3, 4] }),
  spotUplRatio: decimal('Unrealized profit and loss of spot against its cost.', {
    unit: 'ratio',
    modes: [1, 2, 3, 4],
  }),
  totalPnl: decimal('Accumulated profit and loss of spot.', {
    unit: 'USD',
    modes: [1, 2, 3, 4],
  }),
  totalPnlRatio: decimal('Accumulated profit and loss of spot against its cost.', {
    unit: 'ratio',
    modes: [1, 2, 3, 4],
  }),
  colRes: code(
    CollateralRestriction,
    'Whether the platform restricts the currency as collateral at present.',
  ),
  colBorrAutoConversion: level(
    'Risk that collateral is sold because the platform nears its limit on borrowing against it: 0 none, 1 to 3 some, 4 soon, 5 under way.',
    { modes: [1, 2, 3, 4] },
  ),
  collateralRestrict: flag('Whether the platform restricts borrowing against the currency.', {
    deprecated: 'Use `colRes`, which also tells when the limit is near.',
  }),
  collateralEnabled: flag('Whether the currency is enabled as collateral.', {
    modes: [3],
  }),
  autoLendStatus: code(AutoLendStatus, 'State of automatic lending.'),
  autoLendMtAmt: decimal(
    'Amount lent automatically and matched with borrowers; 0 unless `autoLendStatus` is `ACTIVE`.',
    { unit: own },
  ),
  // Sent by the exchange although no reference page lists them.
  autoLendAmt: decimal('Amount in automatic lending; the exchange does not document it further.', {
    unit: own,
  }),
  autoStakingStatus: text(
    'State of automatic staking in the own words of the exchange, which documents none of them.',
  ),
} satisfies Fields;
