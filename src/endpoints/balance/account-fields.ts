import { code, decimal, time, type Fields } from '../declare.ts';
import { DeltaNeutralStatus } from './codes.ts';

/**
 * What the exchange says of an account as a whole, in the order of its reference.
 * Source: OKX API v5, Trading account: Get balance, response parameters and table of account modes, as of 2026-01-15;
 * modes that leave a field empty (`emptyIn`) were seen in recorded answers only.
 */
export const accountFields = {
  uTime: time('When the figures of the account were last updated.', { modes: [1, 2, 3, 4] }),
  totalEq: decimal('Worth of everything in the account.', { unit: 'USD', modes: [1, 2, 3, 4] }),
  isoEq: decimal('Equity in isolated positions.', { unit: 'USD', modes: [2, 3, 4] }),
  adjEq: decimal(
    'Adjusted equity: the worth of the assets that can serve as cross margin, each valued at its discount rate. Orders and liquidation are judged by it.',
    { unit: 'USD', modes: [1, 3, 4] },
  ),
  availEq: decimal(
    'Equity that is free for use; leaves out currencies that are restricted by the limit on collateralized borrowing.',
    { unit: 'USD', modes: [3, 4] },
  ),
  ordFroz: decimal('Cross margin that pending orders tie up.', { unit: 'USD', modes: [1, 3, 4] }),
  imr: decimal('Initial margin that all cross positions and pending cross orders require.', {
    unit: 'USD',
    modes: [1, 3, 4],
  }),
  mmr: decimal('Maintenance margin that all cross positions and pending cross orders require.', {
    unit: 'USD',
    modes: [1, 3, 4],
  }),
  borrowFroz: decimal('Initial margin that loans which pending orders may cause would require.', {
    unit: 'USD',
    modes: [1, 3, 4],
  }),
  mgnRatio: decimal('Maintenance margin ratio of the account.', {
    unit: 'ratio',
    modes: [1, 3, 4],
  }),
  notionalUsd: decimal('Notional value of the positions.', { unit: 'USD', modes: [1, 3, 4] }),
  notionalUsdForBorrow: decimal('Notional value of what is borrowed.', {
    unit: 'USD',
    modes: [1, 3, 4],
  }),
  notionalUsdForSwap: decimal('Notional value of the positions in perpetual futures.', {
    unit: 'USD',
    modes: [3, 4],
  }),
  notionalUsdForFutures: decimal('Notional value of the positions in expiry futures.', {
    unit: 'USD',
    modes: [3, 4],
  }),
  notionalUsdForOption: decimal('Notional value of the positions in options.', {
    unit: 'USD',
    modes: [1, 3, 4],
  }),
  upl: decimal('Unrealized profit and loss of the cross positions.', {
    unit: 'USD',
    modes: [3, 4],
  }),
  delta: decimal('Delta of the account: its net exposure to price moves.', {
    unit: 'USD',
    emptyIn: [2],
  }),
  deltaLever: decimal('Delta for each unit of worth: `delta` divided by `totalEq`.', {
    unit: 'leverage',
    emptyIn: [2],
  }),
  deltaNeutralStatus: code(
    DeltaNeutralStatus,
    'What is restricted at present because of the delta of the account.',
    { emptyIn: [2] },
  ),
} satisfies Fields;
