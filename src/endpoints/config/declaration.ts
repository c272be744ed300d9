import {
  code,
  codeList,
  currency,
  defineEndpoint,
  defineObject,
  flag,
  perAccount,
  text,
} from '../declare.ts';
import * as codes from './codes.ts';

/**
 * Source: OKX API v5, Trading account: Get account configuration, response parameters, in the public copies of the page
 * that were at hand on 2026-11-30 (English and Chinese, the newest of them with `settleCcy`), held against the types of
 * public clients.
 *
 * Left out are whom the account belongs to and where it may be used from (`uid`, `mainUid`, `kycLv`, `ip`), since nobody
 * who reads balances needs it; what is set for other programs (`liquidationGear`, whose values the page contradicts
 * itself about, and the lists `traderInsts`, `spotTraderInsts`, `settleCcyList`); and `spotOffsetType`, which the
 * exchange has given up.
 */
export const AccountConfig = defineObject('AccountConfig', {
  description:
    'How an account is set up: its mode, what it may borrow, and what the API key may do.',
  fields: {
    acctLv: code(codes.AccountMode, 'Mode of the account, which decides what it can trade.'),
    posMode: code(codes.PositionMode, 'Whether long and short positions are held apart.'),
    acctStpMode: code(codes.SelfTradePrevention, 'What keeps own orders from meeting.'),
    autoLoan: flag('Whether what an order lacks is borrowed automatically.'),
    enableSpotBorrow: flag('Whether borrowing is enabled in Spot mode.'),
    spotBorrowAutoRepay: flag('Whether loans are repaid automatically in Spot mode.'),
    greeksType: code(codes.GreeksType, 'How greeks are shown.'),
    feeType: code(codes.FeeType, 'In which currency fees are charged.'),
    level: text('Fee tier by trading volume in the own words of the exchange, such as `Lv1`.'),
    levelTmp: text('Fee tier that is granted for a while, in the same words.'),
    ctIsoMode: code(codes.ContractIsolation, 'How isolated positions in contracts get margin.'),
    mgnIsoMode: code(codes.MarginIsolation, 'How isolated positions in pairs get margin.'),
    stgyType: code(codes.StrategyType, 'Strategy that the account is set up for.'),
    roleType: code(codes.CopyTradingRole, 'Part in copy trading of contracts.'),
    spotRoleType: code(codes.CopyTradingRole, 'Part in copy trading of spot.'),
    opAuth: code(codes.OptionTrading, 'Whether options may be traded.'),
    type: code(codes.AccountType, 'Kind of account within those of its owner.'),
    settleCcy: currency('Currency in which contracts margined in dollars are settled.'),
    label: text('Name that the owner gave the API key of the gateway.'),
    perm: codeList(codes.ApiKeyPermission, 'What the API key of the gateway may do.'),
  },
});

// Source: the same page (path, limit, no parameters).
export const config = defineEndpoint({
  name: 'config',
  path: '/api/v5/account/config',
  description: 'How the trading account is set up.',
  limit: perAccount(5, 2_000),
  keys: {},
  params: {},
  row: AccountConfig,
});
