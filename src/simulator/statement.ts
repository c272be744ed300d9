import { holdingsOfAccount, type SimulatedAccount } from './accounts.ts';
import { atLeastZero, cut, exact, smaller, sum, zero, type Amount } from './amounts.ts';
import type { Holding } from './holdings.ts';
import type { Market } from './market.ts';

/** The worth of one holding. In its own currency, except what is said to be in USD. */
export interface Position {
  readonly holding: Holding;
  readonly price: Amount;
  readonly cash: Amount;
  readonly ordFrozen: Amount;
  readonly isoEq: Amount;
  readonly stgyEq: Amount;
  readonly upl: Amount;
  readonly imr: Amount;
  readonly mmr: Amount;
  readonly eq: Amount;
  readonly frozen: Amount;
  readonly availEq: Amount;
  readonly availBal: Amount;
  readonly crossLiab: Amount;
  readonly isoLiab: Amount;
  readonly uplLiab: Amount;
  readonly liab: Amount;
  /** USD. */
  readonly eqUsd: Amount;
  /** USD, after the discount on collateral. */
  readonly disEq: Amount;
  /** USD. */
  readonly borrowFroz: Amount;
}

/** An account at the prices of one moment. */
export interface Statement {
  /** Every currency that the account holds or ever held. */
  readonly positions: ReadonlyMap<string, Position>;
  /** A sum over all positions in USD, of amounts in their own currency. */
  inUsd(amountOf: (position: Position) => Amount): Amount;
  /** USD; free equity after the discount on collateral. */
  readonly freeCollateral: Amount;
  /** Most that can be borrowed of a currency on cross margin; zero where it cannot be borrowed. */
  loanable(ccy: string): Amount;
}

/** Whether the exchange lists it among what an account owns; otherwise it was only held once. */
export const isHeld = ({ cash, eq }: Position): boolean => !(cash.eq(zero) && eq.eq(zero));

const orZero = (text: string | undefined): Amount => exact(text ?? '0');
const known = new WeakMap<Market, Map<SimulatedAccount, Statement>>();

/** Computed once per account and moment, however many calls ask. */
export function statementOf(account: SimulatedAccount, market: Market): Statement {
  const atThisMoment = known.get(market) ?? new Map<SimulatedAccount, Statement>();
  known.set(market, atThisMoment);
  const statement = atThisMoment.get(account) ?? computeStatement(account, market);
  atThisMoment.set(account, statement);
  return statement;
}

function computeStatement(account: SimulatedAccount, market: Market): Statement {
  const positions = new Map(
    holdingsOfAccount(account).map((holding) => [holding.ccy, positionOf(holding, market)]),
  );
  const inUsd = (amountOf: (position: Position) => Amount): Amount =>
    sum([...positions.values()].map((position) => cut(amountOf(position).times(position.price))));
  const freeCollateral = sum(
    [...positions.values()].map(({ holding, availEq, price }) =>
      cut(availEq.times(price).times(market.discount(holding.ccy))),
    ),
  );
  // Twice the free collateral, less what is borrowed already.
  const loanableUsd = atLeastZero(freeCollateral.times('2').minus(inUsd(({ liab }) => liab)));
  return {
    positions,
    inUsd,
    freeCollateral,
    loanable: (ccy) =>
      market.discount(ccy).eq(zero) ? zero : cut(loanableUsd.div(market.price(ccy))),
  };
}

function positionOf(holding: Holding, market: Market): Position {
  const price = market.price(holding.ccy);
  const cash = exact(holding.cash);
  const ordFrozen = orZero(holding.ordFrozen);
  const isoEq = orZero(holding.isoEq);
  const isoLiab = orZero(holding.isoLiab);
  const stgyEq = orZero(holding.stgyEq);
  const worth = orZero(holding.position?.worth);
  const drift = worth.times(holding.position ? market.move(holding.position.on) : zero);
  const upl = cut(orZero(holding.position?.carried).plus(drift));
  const imr = cut(worth.abs().times('0.1'));
  const mmr = cut(worth.abs().times('0.004'));
  const eq = sum([cash, upl, isoEq, stgyEq]);
  const frozen = sum([ordFrozen, imr, isoEq, stgyEq, orZero(holding.fixed)]);
  const availEq = atLeastZero(eq.minus(frozen));
  const crossLiab = atLeastZero(zero.minus(cash));
  const uplLiab = atLeastZero(zero.minus(upl).minus(atLeastZero(cash)));
  const liab = sum([crossLiab, isoLiab, uplLiab]);
  const eqUsd = cut(eq.times(price));
  return {
    holding,
    price,
    cash,
    ordFrozen,
    isoEq,
    isoLiab,
    stgyEq,
    upl,
    imr,
    mmr,
    eq,
    frozen,
    availEq,
    availBal: atLeastZero(smaller(cash, availEq)),
    crossLiab,
    uplLiab,
    liab,
    eqUsd,
    disEq: eq.gt(zero) ? cut(eqUsd.times(market.discount(holding.ccy))) : eqUsd,
    borrowFroz: cut(liab.times(price).times('0.1')),
  };
}
