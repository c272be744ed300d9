import { exact, write, zero, type Amount } from '../../simulator/amounts.ts';
import { blankByMode } from '../../simulator/blank.ts';
import type { Row, Simulate, SimulatedRequest } from '../../simulator/simulate.ts';
import { isHeld, type Position, type Statement } from '../../simulator/statement.ts';
import type { AccountMode } from '../declare.ts';
import { AccountBalance, CurrencyDetail } from './declaration.ts';
import { simulateDetail } from './simulate-detail.ts';

export const simulate: Simulate = (request) => {
  const { account, statement, keys } = request;
  const everHeld = [...statement.positions.values()];
  const shown = keys.ccy
    ? keys.ccy.flatMap((ccy) => statement.positions.get(ccy) ?? [])
    : everHeld.filter(isHeld);
  const details = shown.map((position) => {
    const blanked = blankByMode(
      CurrencyDetail,
      account.mode,
      simulateDetail(position, request),
      detailsBlankIn[account.mode],
    );
    return account.olderForm ? without(newerDetails, blanked) : blanked;
  });
  const totals = everHeld.some(isHeld) ? accountLevel(request) : emptyAccount(request);
  const row = blankByMode(AccountBalance, account.mode, totals);
  return [{ ...(account.olderForm ? without(newerTotals, row) : row), details }];
};

type Totals = Readonly<Record<Exclude<keyof typeof AccountBalance.fields, 'details'>, string>>;

/** Of an account without cross positions, as in recorded answers. */
const detailsBlankIn: Readonly<Partial<Record<AccountMode, readonly string[]>>> = {
  2: ['mgnRatio'],
};

/** Fields that answers of an older form lack. */
const newerDetails = /^(colRes|frpType|autoLend(Status|MtAmt)|collateral\w+)$/;
const newerTotals = /^delta/;

const without = (names: RegExp, row: Row): Row =>
  Object.fromEntries(Object.entries(row).filter(([name]) => !names.test(name)));

const uTimeOf = ({ market }: SimulatedRequest): string => String(market.time);

function emptyAccount(request: SimulatedRequest): Row {
  const blank = Object.keys(AccountBalance.fields).map((name) => [name, ''] as const);
  return { ...Object.fromEntries(blank), uTime: uTimeOf(request), totalEq: '0' };
}

function accountLevel(request: SimulatedRequest): Totals {
  const { statement } = request;
  const { inUsd } = statement;
  const totalEq = inUsd(({ eq }) => eq);
  const mmr = inUsd((position) => position.mmr);
  const adjEq = sumOf(statement, ({ disEq }) => disEq);
  const delta = inUsd(({ eq, holding }) => (steady.has(holding.ccy) ? zero : eq));
  const notionalOf = (kind: string): Amount =>
    inUsd(({ holding: { position } }) =>
      position?.kind === kind ? exact(position.worth).abs() : zero,
    );
  const [swaps, futures, options] = [
    notionalOf('swap'),
    notionalOf('futures'),
    notionalOf('option'),
  ];
  const borrowed = inUsd(({ liab }) => liab);
  return {
    uTime: uTimeOf(request),
    totalEq: write(totalEq),
    isoEq: write(inUsd(({ isoEq }) => isoEq)),
    adjEq: write(adjEq),
    availEq: write(statement.freeCollateral),
    ordFroz: write(inUsd(({ ordFrozen }) => ordFrozen)),
    imr: write(inUsd(({ imr }) => imr)),
    mmr: write(mmr),
    borrowFroz: write(sumOf(statement, ({ borrowFroz }) => borrowFroz)),
    mgnRatio: mmr.gt(zero) ? write(adjEq.div(mmr)) : '',
    notionalUsd: write(swaps.plus(futures).plus(options).plus(borrowed)),
    notionalUsdForBorrow: write(borrowed),
    notionalUsdForSwap: write(swaps),
    notionalUsdForFutures: write(futures),
    notionalUsdForOption: write(options),
    upl: write(inUsd(({ upl }) => upl)),
    delta: write(delta),
    deltaLever: totalEq.eq(zero) ? '0' : write(delta.div(totalEq)),
    deltaNeutralStatus: '0',
  };
}

/** Currencies whose holdings count as no exposure. */
const steady: ReadonlySet<string> = new Set(['USD', 'EUR', 'USDT', 'USDC', 'DAI']);

const sumOf = (statement: Statement, amountOf: (position: Position) => Amount): Amount =>
  [...statement.positions.values()].reduce(
    (total, position) => total.plus(amountOf(position)),
    zero,
  );
