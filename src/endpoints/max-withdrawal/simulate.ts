import { atLeastZero, exact, smaller, write, zero, type Amount } from '../../simulator/amounts.ts';
import { blankByMode } from '../../simulator/blank.ts';
import type { Row, Simulate, SimulatedRequest } from '../../simulator/simulate.ts';
import { isHeld, type Position } from '../../simulator/statement.ts';
import { MaxWithdrawal } from './declaration.ts';

export const simulate: Simulate = (request) => {
  const { account, statement, keys } = request;
  const shown = keys.ccy
    ? keys.ccy.flatMap((ccy) => statement.positions.get(ccy) ?? [])
    : [...statement.positions.values()].filter(isHeld);
  // With shared collateral, what is owed in one currency holds back the others.
  const freeUsd = atLeastZero(statement.inUsd(({ availEq, liab }) => availEq.minus(liab)));
  return shown.map((position) =>
    blankByMode(MaxWithdrawal, account.mode, simulateRow(position, freeUsd, request)),
  );
};

function simulateRow(position: Position, freeUsd: Amount, request: SimulatedRequest): Row {
  const { account, market, statement } = request;
  const { ccy, spotInUse = '0' } = position.holding;
  const sharesCollateral = account.mode === 3 || account.mode === 4;
  const own = sharesCollateral
    ? smaller(position.availBal, freeUsd.div(position.price))
    : position.availBal;
  const withLoan = sharesCollateral ? own.plus(statement.loanable(ccy)) : own;
  // What cannot be borrowed has no figure that includes a loan.
  const borrowable = market.discount(ccy).gt(zero);
  const inUse = exact(spotInUse);
  const row: Readonly<Record<keyof typeof MaxWithdrawal.fields, string>> = {
    ccy,
    maxWd: write(own),
    maxWdEx: borrowable ? write(withLoan) : '',
    spotOffsetMaxWd: write(atLeastZero(own.minus(inUse))),
    spotOffsetMaxWdEx: borrowable ? write(atLeastZero(withLoan.minus(inUse))) : '',
  };
  return row;
}
