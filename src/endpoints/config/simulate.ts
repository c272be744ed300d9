import { hash } from '../../simulator/randomness.ts';
import type { Row, Simulate } from '../../simulator/simulate.ts';

/** What the page of the exchange lists, also what the gateway leaves out, so that a client meets the whole of it. */
export const simulate: Simulate = ({ account }) => {
  const { id, mode, borrows = false, permissions = ['read_only'] } = account;
  const uid = String(440_000_000_000_000 + hash(id));
  const row: Row = {
    uid,
    mainUid: uid,
    acctLv: String(mode),
    acctStpMode: 'cancel_maker',
    // Portfolio margin knows net positions only.
    posMode: mode === 2 || mode === 3 ? 'long_short_mode' : 'net_mode',
    autoLoan: mode === 3 || mode === 4,
    greeksType: mode === 4 ? 'BS' : 'PA',
    feeType: '0',
    level: 'Lv1',
    levelTmp: '',
    ctIsoMode: 'automatic',
    mgnIsoMode: 'automatic',
    spotOffsetType: '',
    stgyType: '0',
    roleType: '0',
    traderInsts: [],
    spotRoleType: '0',
    spotTraderInsts: [],
    opAuth: mode === 1 ? '0' : '1',
    kycLv: '2',
    label: `gateway ${id}`.slice(0, 50),
    ip: '',
    perm: permissions.join(','),
    liquidationGear: '-1',
    enableSpotBorrow: borrows,
    spotBorrowAutoRepay: false,
    type: '0',
    settleCcy: 'USDC',
    settleCcyList: ['USD', 'USDC', 'USDG'],
  };
  return [row];
};
