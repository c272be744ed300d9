import { exact, write, zero, type Amount } from '../../simulator/amounts.ts';
import { hash } from '../../simulator/randomness.ts';
import type { Row, SimulatedRequest } from '../../simulator/simulate.ts';
import type { Position } from '../../simulator/statement.ts';
import type { CurrencyDetail } from './declaration.ts';

/** One row of `details` with every field filled, before the account's mode empties some. */
export function simulateDetail(
  position: Position,
  { market, statement, account }: SimulatedRequest,
): Row {
  const { holding, eq, liab, mmr } = position;
  const { ccy } = holding;
  const collateral = market.discount(ccy).gt(zero);
  const risk = liab.gt(zero) ? '1' : '0';
  const lent = holding.lent ?? '0';
  const autoLend = !collateral ? 'unsupported' : holding.lent === undefined ? 'off' : 'active';
  const row: Declared = {
    ccy,
    eq: write(eq),
    cashBal: write(position.cash),
    uTime: updatedAt(account.id, ccy),
    isoEq: write(position.isoEq),
    availEq: write(position.availEq),
    disEq: write(position.disEq),
    fixedBal: held(holding.fixed),
    availBal: write(position.availBal),
    frozenBal: write(position.frozen),
    ordFrozen: write(position.ordFrozen),
    liab: write(liab),
    upl: write(position.upl),
    uplLiab: write(position.uplLiab),
    crossLiab: write(position.crossLiab),
    rewardBal: held(holding.reward),
    isoLiab: write(position.isoLiab),
    mgnRatio: mmr.gt(zero) ? write(eq.div(mmr)) : '',
    imr: write(position.imr),
    mmr: write(mmr),
    interest: held(holding.interest),
    twap: risk,
    frpType: risk,
    maxLoan: account.mode === 1 && !account.borrows ? '0' : write(statement.loanable(ccy)),
    eqUsd: write(position.eqUsd),
    borrowFroz: write(position.borrowFroz),
    notionalLever: eq.gt(zero) ? write(worthOf(position).div(eq)) : '0',
    stgyEq: write(position.stgyEq),
    isoUpl: held(holding.isoUpl),
    spotInUseAmt: held(holding.spotInUse),
    clSpotInUseAmt: held(holding.spotInUse),
    maxSpotInUse: write(position.availBal),
    spotIsoBal: held(holding.spotIso),
    smtSyncEq: '0',
    spotCopyTradingEq: '0',
    ...profit(position),
    colRes: collateral ? '0' : '2',
    colBorrAutoConversion: '0',
    collateralRestrict: !collateral,
    collateralEnabled: collateral,
    autoLendStatus: autoLend,
    autoLendMtAmt: lent,
    autoLendAmt: lent,
    autoStakingStatus: collateral ? 'off' : 'unsupported',
  };
  return row;
}

type Declared = Readonly<Record<keyof typeof CurrencyDetail.fields, string | boolean>>;
type Profit = Pick<
  Declared,
  'spotBal' | 'openAvgPx' | 'accAvgPx' | 'spotUpl' | 'spotUplRatio' | 'totalPnl' | 'totalPnlRatio'
>;

const held = (amount: string | undefined): string => write(exact(amount ?? '0'));

const worthOf = ({ holding }: Position): Amount => exact(holding.position?.worth ?? '0').abs();

/** Known only where the price paid is known. */
function profit({ holding, cash, price }: Position): Profit {
  if (holding.paid === undefined) {
    return {
      spotBal: '',
      openAvgPx: '',
      accAvgPx: '',
      spotUpl: '',
      spotUplRatio: '',
      totalPnl: '',
      totalPnlRatio: '',
    };
  }
  const paid = exact(holding.paid);
  const gained = write(price.minus(paid).times(cash));
  const ratio = write(price.div(paid).minus('1'));
  return {
    spotBal: write(cash),
    openAvgPx: write(paid),
    accAvgPx: write(paid),
    spotUpl: gained,
    spotUplRatio: ratio,
    totalPnl: gained,
    totalPnlRatio: ratio,
  };
}

/** Some moment of 2025, always the same for the same holding. */
const updatedAt = (accountId: string, ccy: string): string =>
  String(Date.UTC(2025, 0, 1) + (hash(`${accountId}/${ccy}`) % 31_536_000) * 1_000);
