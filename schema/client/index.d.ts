// Written by `npm run codegen`.

/**
 * An exact decimal number in a string, such as `"10679688.0460531643092577"`, as the exchange wrote it. Do not turn it into a floating-point number: it may have more digits than one can hold.
 * big.js, bignumber.js and decimal.js take it as it is, and their `toFixed()` gives what the gateway takes.
 * decimal.js rounds each result to 20 digits unless `Decimal.set({ precision: 100 })` comes first.
 */
export type Decimal = string;

/**
 * A point in time in UTC, such as `2026-01-31T09:08:57.715Z`.
 * `new Date(…)` takes it.
 */
export type DateTime = string;

/** What an account can trade, and what backs its positions (`acctLv`). */
export type AccountMode =
  /** Spot mode: trading without margin but for loans, where borrowing is enabled. */
  | 'SPOT'
  /** Futures mode, once called single-currency margin: each currency backs its own positions. */
  | 'FUTURES'
  /** Multi-currency margin: all currencies together back the positions. */
  | 'MULTI_CURRENCY_MARGIN'
  /** Portfolio margin: margin goes by the risk of all positions and holdings together. */
  | 'PORTFOLIO_MARGIN';

/** What to call each `AccountMode` on a page, in the order of the exchange. */
export declare const accountModeLabels: Readonly<Record<AccountMode, string>>;

/** What each `AccountMode` means, in a sentence. */
export declare const accountModeMeanings: Readonly<Record<AccountMode, string>>;

/** What kind of account it is within those of its owner (`type`). */
export type AccountType =
  /** The main account. */
  | 'MAIN'
  /** A standard sub-account. */
  | 'SUB'
  /** A sub-account that somebody else trades. */
  | 'MANAGED'
  /** A trading sub-account whose assets Copper keeps. */
  | 'CUSTODY_COPPER'
  /** The same, traded by somebody else. */
  | 'MANAGED_COPPER'
  /** A trading sub-account whose assets Komainu keeps. */
  | 'CUSTODY_KOMAINU';

/** What to call each `AccountType` on a page, in the order of the exchange. */
export declare const accountTypeLabels: Readonly<Record<AccountType, string>>;

/** What each `AccountType` means, in a sentence. */
export declare const accountTypeMeanings: Readonly<Record<AccountType, string>>;

/** What the API key of the gateway may do (`perm`). */
export type ApiKeyPermission =
  /** Read. The gateway needs no more. */
  | 'READ'
  /** Place and cancel orders, and change settings. */
  | 'TRADE'
  /** Move funds out of the account. */
  | 'WITHDRAW';

/** What to call each `ApiKeyPermission` on a page, in the order of the exchange. */
export declare const apiKeyPermissionLabels: Readonly<Record<ApiKeyPermission, string>>;

/** What each `ApiKeyPermission` means, in a sentence. */
export declare const apiKeyPermissionMeanings: Readonly<Record<ApiKeyPermission, string>>;

/** Whether idle funds of a currency are lent out automatically (`autoLendStatus`). */
export type AutoLendStatus =
  /** The currency cannot be lent automatically. */
  | 'UNSUPPORTED'
  /** Possible, but switched off. */
  | 'OFF'
  /** Switched on; no borrower is matched yet. */
  | 'PENDING'
  /** Switched on and matched. */
  | 'ACTIVE';

/** What to call each `AutoLendStatus` on a page, in the order of the exchange. */
export declare const autoLendStatusLabels: Readonly<Record<AutoLendStatus, string>>;

/** What each `AutoLendStatus` means, in a sentence. */
export declare const autoLendStatusMeanings: Readonly<Record<AutoLendStatus, string>>;

/** How near a currency is to the limit up to which the platform accepts it as collateral (`colRes`). */
export type CollateralRestriction =
  /** Not restricted. */
  | 'UNRESTRICTED'
  /** Not restricted yet, but close to the limit. */
  | 'NEAR_LIMIT'
  /** Not accepted as margin for new orders, which may fail; still counted in adjusted equity and margin ratio. */
  | 'RESTRICTED';

/** What to call each `CollateralRestriction` on a page, in the order of the exchange. */
export declare const collateralRestrictionLabels: Readonly<Record<CollateralRestriction, string>>;

/** What each `CollateralRestriction` means, in a sentence. */
export declare const collateralRestrictionMeanings: Readonly<Record<CollateralRestriction, string>>;

/** How margin comes to isolated positions in contracts (`ctIsoMode`). */
export type ContractIsolation =
  /** It is moved automatically. */
  | 'AUTOMATIC'
  /** The user moves it. */
  | 'MANUAL';

/** What to call each `ContractIsolation` on a page, in the order of the exchange. */
export declare const contractIsolationLabels: Readonly<Record<ContractIsolation, string>>;

/** What each `ContractIsolation` means, in a sentence. */
export declare const contractIsolationMeanings: Readonly<Record<ContractIsolation, string>>;

/** What part an account has in copy trading (`roleType`, `spotRoleType`). */
export type CopyTradingRole =
  /** None. */
  | 'NONE'
  /** Others copy its trades. */
  | 'LEADING'
  /** It copies the trades of others. */
  | 'COPYING';

/** What to call each `CopyTradingRole` on a page, in the order of the exchange. */
export declare const copyTradingRoleLabels: Readonly<Record<CopyTradingRole, string>>;

/** What each `CopyTradingRole` means, in a sentence. */
export declare const copyTradingRoleMeanings: Readonly<Record<CopyTradingRole, string>>;

/** What the exchange restricts because of the delta of the account (`deltaNeutralStatus`). */
export type DeltaNeutralStatus =
  /** No restriction. */
  | 'NORMAL'
  /** Transfers are restricted. */
  | 'TRANSFER_RESTRICTED'
  /** Only orders that reduce delta, one at a time for each underlying; pending orders are cancelled while delta is large. */
  | 'DELTA_REDUCING';

/** What to call each `DeltaNeutralStatus` on a page, in the order of the exchange. */
export declare const deltaNeutralStatusLabels: Readonly<Record<DeltaNeutralStatus, string>>;

/** What each `DeltaNeutralStatus` means, in a sentence. */
export declare const deltaNeutralStatusMeanings: Readonly<Record<DeltaNeutralStatus, string>>;

/** In which currency fees are charged (`feeType`). */
export type FeeType =
  /** In the currency that a trade brings. */
  | 'RECEIVED'
  /** In the quote currency of the pair. */
  | 'QUOTE';

/** What to call each `FeeType` on a page, in the order of the exchange. */
export declare const feeTypeLabels: Readonly<Record<FeeType, string>>;

/** What each `FeeType` means, in a sentence. */
export declare const feeTypeMeanings: Readonly<Record<FeeType, string>>;

/** What a forced repayment of borrowed funds would come from (`frpType`). */
export type ForcedRepaymentType =
  /** No forced repayment. */
  | 'NONE'
  /** The state of the account itself. */
  | 'USER_BASED'
  /** The borrowing limit of the platform. */
  | 'PLATFORM_BASED';

/** What to call each `ForcedRepaymentType` on a page, in the order of the exchange. */
export declare const forcedRepaymentTypeLabels: Readonly<Record<ForcedRepaymentType, string>>;

/** What each `ForcedRepaymentType` means, in a sentence. */
export declare const forcedRepaymentTypeMeanings: Readonly<Record<ForcedRepaymentType, string>>;

/** How greeks are shown (`greeksType`). */
export type GreeksType =
  /** In coins. */
  | 'COINS'
  /** In dollars, by Black and Scholes. */
  | 'DOLLARS';

/** What to call each `GreeksType` on a page, in the order of the exchange. */
export declare const greeksTypeLabels: Readonly<Record<GreeksType, string>>;

/** What each `GreeksType` means, in a sentence. */
export declare const greeksTypeMeanings: Readonly<Record<GreeksType, string>>;

/** How margin comes to isolated positions in pairs (`mgnIsoMode`). */
export type MarginIsolation =
  /** It is moved automatically. */
  | 'AUTOMATIC'
  /** It is moved automatically; base and quote currency can both serve. */
  | 'AUTOMATIC_BOTH'
  /** Quick margin: it is moved, and borrowed, with each order. */
  | 'QUICK';

/** What to call each `MarginIsolation` on a page, in the order of the exchange. */
export declare const marginIsolationLabels: Readonly<Record<MarginIsolation, string>>;

/** What each `MarginIsolation` means, in a sentence. */
export declare const marginIsolationMeanings: Readonly<Record<MarginIsolation, string>>;

/** How borrowed funds are margined (`mgnMode`). */
export type MarginMode =
  /** Cross margin. */
  | 'CROSS'
  /** Isolated margin. */
  | 'ISOLATED';

/** What to call each `MarginMode` on a page, in the order of the exchange. */
export declare const marginModeLabels: Readonly<Record<MarginMode, string>>;

/** What each `MarginMode` means, in a sentence. */
export declare const marginModeMeanings: Readonly<Record<MarginMode, string>>;

/** Whether an account may trade options (`opAuth`). */
export type OptionTrading =
  /** It is not activated. */
  | 'OFF'
  /** It is activated. */
  | 'ON';

/** What to call each `OptionTrading` on a page, in the order of the exchange. */
export declare const optionTradingLabels: Readonly<Record<OptionTrading, string>>;

/** What each `OptionTrading` means, in a sentence. */
export declare const optionTradingMeanings: Readonly<Record<OptionTrading, string>>;

/** Side of the order that a figure applies to. */
export type OrderSide =
  /** Buying the base currency; what is borrowed is the quote currency. */
  | 'BUY'
  /** Selling the base currency; what is borrowed is the base currency. */
  | 'SELL';

/** What to call each `OrderSide` on a page, in the order of the exchange. */
export declare const orderSideLabels: Readonly<Record<OrderSide, string>>;

/** What each `OrderSide` means, in a sentence. */
export declare const orderSideMeanings: Readonly<Record<OrderSide, string>>;

/** Whether long and short positions of one contract are held apart (`posMode`). */
export type PositionMode =
  /** Long and short positions of futures and swaps are held apart. */
  | 'LONG_SHORT'
  /** One position of each contract, of whatever the orders come to. */
  | 'NET';

/** What to call each `PositionMode` on a page, in the order of the exchange. */
export declare const positionModeLabels: Readonly<Record<PositionMode, string>>;

/** What each `PositionMode` means, in a sentence. */
export declare const positionModeMeanings: Readonly<Record<PositionMode, string>>;

/** What becomes of orders of the same user that would meet (`acctStpMode`). */
export type SelfTradePrevention =
  /** The order that stands already is cancelled. */
  | 'CANCEL_MAKER'
  /** The order that comes is cancelled. */
  | 'CANCEL_TAKER'
  /** Both are cancelled. */
  | 'CANCEL_BOTH';

/** What to call each `SelfTradePrevention` on a page, in the order of the exchange. */
export declare const selfTradePreventionLabels: Readonly<Record<SelfTradePrevention, string>>;

/** What each `SelfTradePrevention` means, in a sentence. */
export declare const selfTradePreventionMeanings: Readonly<Record<SelfTradePrevention, string>>;

/** The strategy that an account is set up for (`stgyType`). */
export type StrategyType =
  /** None in particular. */
  | 'GENERAL'
  /** Delta neutral. */
  | 'DELTA_NEUTRAL';

/** What to call each `StrategyType` on a page, in the order of the exchange. */
export declare const strategyTypeLabels: Readonly<Record<StrategyType, string>>;

/** What each `StrategyType` means, in a sentence. */
export declare const strategyTypeMeanings: Readonly<Record<StrategyType, string>>;

/** How an order would be margined (`tdMode`). */
export type TradeMode =
  /** Without margin: plain spot trading. */
  | 'CASH'
  /** Cross margin: the positions of the account back each other. */
  | 'CROSS'
  /** Isolated margin: each position stands on margin of its own. */
  | 'ISOLATED'
  /** Isolated spot copy trading; in Futures mode only. */
  | 'SPOT_ISOLATED';

/** What to call each `TradeMode` on a page, in the order of the exchange. */
export declare const tradeModeLabels: Readonly<Record<TradeMode, string>>;

/** What each `TradeMode` means, in a sentence. */
export declare const tradeModeMeanings: Readonly<Record<TradeMode, string>>;

/** The codes that the gateway gives in `extensions.code`. */
export type ErrorCode =
  /** An argument cannot be used. */
  | 'BAD_USER_INPUT'
  /** There is no token, or none that is known. */
  | 'UNAUTHENTICATED'
  /** You may not ask for this here. */
  | 'FORBIDDEN'
  /** No account of this id is open to you. */
  | 'ACCOUNT_NOT_FOUND'
  /** The exchange refuses this instrument or currency here. */
  | 'KEY_REJECTED'
  /** The account is in a mode in which the exchange does not answer this. */
  | 'ACCOUNT_MODE_UNSUPPORTED'
  /** The rate limit of the exchange left no call for this in time. */
  | 'BUDGET_EXHAUSTED'
  /** The exchange was asked but had not answered by the deadline. */
  | 'DEADLINE_EXCEEDED'
  /** The exchange refuses the gateway's credentials for this account. */
  | 'UPSTREAM_AUTH'
  /** The exchange, or the issuer of a token, could not be reached or is not serving. */
  | 'UPSTREAM_UNAVAILABLE'
  /** The exchange took too long, on each attempt. */
  | 'UPSTREAM_TIMEOUT'
  /** The exchange sent something that is not what it documents. */
  | 'UPSTREAM_MALFORMED'
  /** The query, or its answer, is too large. */
  | 'QUERY_TOO_EXPENSIVE'
  /** You have as many subscriptions open as one caller may have. */
  | 'TOO_MANY_SUBSCRIPTIONS'
  /** The gateway has more to do than it can do in time. */
  | 'OVERLOADED'
  /** A defect of the gateway; its log has the details. */
  | 'INTERNAL_SERVER_ERROR';

/** What stands behind an error code. */
export interface ErrorKind {
  /** Whether the same request may succeed later as it is. */
  readonly retryable: boolean;
  readonly meaning: string;
}

export declare const errorCodes: Readonly<Record<ErrorCode, ErrorKind>>;

/** Whether a code is the gateway's own. Others come from GraphQL and mean that the request itself is wrong. */
export declare function isErrorCode(code: unknown): code is ErrorCode;

/** An error of an answer. The part of the answer at `path` is null because of it; the rest stands. */
export interface GatewayError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: ErrorExtensions;
}

export interface ErrorExtensions {
  /** One of `ErrorCode`, or one of GraphQL's own such as `GRAPHQL_VALIDATION_FAILED`. */
  readonly code: ErrorCode | (string & {});
  /** The code that the exchange answered with, such as `51001`. */
  readonly exchangeCode?: string;
  /** The endpoint of the exchange, such as `max-avail-size`. */
  readonly endpoint?: string;
  /** The account whose data goes without an answer. */
  readonly accountId?: string;
  /** The instruments or currencies that go without an answer; where it is the account itself, its id. */
  readonly keys?: readonly string[];
  /** The field that the exchange sent in no form that could be read, such as `CurrencyDetail.eq`. */
  readonly field?: string;
  /** After how many milliseconds asking again makes sense. */
  readonly retryAfterMs?: number;
  /** Of how many further errors the answer does not tell. */
  readonly untold?: number;
}

/** What an answer has for a key that was asked for. */
export interface Paired<Row, Given extends Fault> {
  /** As it was given. */
  readonly key: string;
  /** One at most, but for `maxLoan`, where it is one for each side. */
  readonly rows: readonly Row[];
  /** Why there is no row, or why a part of it is null; none where the exchange has no row. */
  readonly errors: readonly Given[];
}

/** An error as clients have it: a `GatewayError`, or what Apollo Client and urql make of one. */
export interface Fault {
  readonly path?: readonly (string | number)[] | undefined;
  readonly extensions?: object | undefined;
}

/**
 * The rows of a list and the errors of an answer beside the keys that were asked for, in the order of these.
 * An error of the list as a whole, or of what holds it, is an error of each key.
 */
export declare function pairUp<Row, Given extends Fault>(answer: {
  /** What was asked for, each once. */
  readonly keys: readonly string[];
  /** The list as it was answered. */
  readonly rows: readonly (Row | null)[] | null | undefined;
  /** The key of a row: its `instId` or its `ccy`. */
  readonly keyOf: (row: Row) => string | null;
  /** All errors of the answer. */
  readonly errors: readonly Given[] | null | undefined;
  /** Where the list stands in the answer, such as `['account', 'maxAvail']` or `['accounts', 0, 'maxLoan']`. */
  readonly path: readonly (string | number)[];
}): readonly Paired<Row, Given>[];

/** An operation as it is sent. */
export interface WatchedOperation {
  /** The text of a subscription; none where `extensions` name a persisted document. */
  readonly query?: string | undefined;
  readonly variables?: object | undefined;
  readonly operationName?: string | undefined;
  readonly extensions?: object | undefined;
}

/** An answer of a subscription: all that it asks for, as it is now. */
export interface WatchResult<Data = unknown> {
  readonly data?: Data | null;
  readonly errors?: readonly GatewayError[];
}

export interface WatchReader<Result> {
  /** At once, then whenever something that is asked for has changed. */
  next(result: Result): void;
  /** Something before the gateway refuses it for good. */
  error(error: Error): void;
  /** The gateway refuses it for good: the last result says why. */
  complete(): void;
}

export interface WatchOptions {
  /** The address of the graph. */
  readonly url: string;
  /** What each connection is to have, such as `authorization`. Asked for anew each time: a token may be another one by then. */
  readonly headers?: () => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>;
  readonly fetch?: typeof globalThis.fetch;
  /** Told when there is no connection: what was last shown is from before, until the next result. */
  readonly onWait?: (wait: {
    /** Until it is tried again. */
    readonly waitMs: number;
    /** In words, for a log. */
    readonly why: string;
  }) => void;
}

/**
 * Keeps a subscription up over server-sent events: whenever the connection ends or breaks, or nothing is heard for 30 s, it is made
 * anew, after up to 1 s at first, and up to 30 s where that fails again and again. It ends when the gateway refuses what asking
 * again does not change: a token that is not good, where `headers` have no other one, or a query that cannot be answered.
 *
 * @returns what ends it; after that, nothing is told any more
 */
export declare function watch<Result = WatchResult>(
  operation: WatchedOperation,
  reader: WatchReader<Result>,
  options: WatchOptions,
): () => void;

import type { IntrospectionQuery } from 'graphql';

/**
 * The `config` of a preset of GraphQL Code Generator, such as `client`: scalars are strings, enums are unions of strings,
 * and types are imported as types, so that what it writes passes under `verbatimModuleSyntax` and `erasableSyntaxOnly`.
 */
export declare const codegenConfig: {
  readonly scalars: { ID: 'string'; Decimal: 'string'; DateTime: 'string' };
  readonly strictScalars: true;
  readonly enumType: 'string-literal';
  readonly useTypeImports: true;
};

/** The `schema` of graphcache, urql's cache: by it, an answer of which a part is null with an error still has the rest. */
export declare const introspection: IntrospectionQuery;

import type { TypedDocumentNode } from '@graphql-typed-document-node/core';

export type { ResultOf, TypedDocumentNode, VariablesOf } from '@graphql-typed-document-node/core';

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
export type OverviewQueryVariables = Exact<{ [key: string]: never; }>;


export type OverviewQuery = { readonly account: { readonly __typename: 'Account', readonly id: string, readonly totalEq: Decimal | null, readonly uTime: DateTime | null, readonly details: ReadonlyArray<{ readonly __typename: 'CurrencyDetail', readonly id: string, readonly ccy: string, readonly eq: Decimal | null, readonly eqUsd: Decimal | null, readonly availBal: Decimal | null } | null> | null } | null };

export type WhatCanLeaveQueryVariables = Exact<{
  ccy?: ReadonlyArray<string> | null | undefined;
}>;


export type WhatCanLeaveQuery = { readonly account: { readonly __typename: 'Account', readonly id: string, readonly details: ReadonlyArray<{ readonly __typename: 'CurrencyDetail', readonly id: string, readonly ccy: string, readonly eq: Decimal | null, readonly frozenBal: Decimal | null, readonly maxWithdrawal: { readonly __typename: 'MaxWithdrawal', readonly id: string, readonly maxWd: Decimal | null, readonly maxWdEx: Decimal | null } | null } | null> | null } | null };

export type OrderLimitsQueryVariables = Exact<{
  instId?: ReadonlyArray<string>;
  tdMode?: TradeMode;
  mgnMode?: MarginMode;
}>;


export type OrderLimitsQuery = { readonly account: { readonly __typename: 'Account', readonly id: string, readonly maxAvail: ReadonlyArray<{ readonly __typename: 'MaxAvail', readonly id: string, readonly instId: string, readonly availBuy: Decimal | null, readonly availSell: Decimal | null } | null> | null, readonly maxLoan: ReadonlyArray<{ readonly __typename: 'MaxLoan', readonly id: string, readonly instId: string | null, readonly ccy: string | null, readonly side: OrderSide | null, readonly maxLoan: Decimal | null } | null> | null } | null };

export type EveryAccountQueryVariables = Exact<{ [key: string]: never; }>;


export type EveryAccountQuery = { readonly accounts: ReadonlyArray<{ readonly __typename: 'Account', readonly id: string, readonly asOf: DateTime | null, readonly totalEq: Decimal | null, readonly adjEq: Decimal | null, readonly mgnRatio: Decimal | null, readonly maxWithdrawal: ReadonlyArray<{ readonly __typename: 'MaxWithdrawal', readonly id: string, readonly ccy: string, readonly maxWd: Decimal | null } | null> | null }> };

export type LiveSubscriptionVariables = Exact<{
  ccy?: ReadonlyArray<string> | null | undefined;
  everyMs?: number | null | undefined;
}>;


export type LiveSubscription = { readonly account: { readonly __typename: 'Account', readonly id: string, readonly totalEq: Decimal | null, readonly details: ReadonlyArray<{ readonly __typename: 'CurrencyDetail', readonly id: string, readonly ccy: string, readonly eq: Decimal | null, readonly eqUsd: Decimal | null } | null> | null } | null };

export type PartialAnswerQueryVariables = Exact<{ [key: string]: never; }>;


export type PartialAnswerQuery = { readonly account: { readonly __typename: 'Account', readonly id: string, readonly maxAvail: ReadonlyArray<{ readonly __typename: 'MaxAvail', readonly id: string, readonly instId: string, readonly availBuy: Decimal | null } | null> | null } | null };

export type RateBudgetsQueryVariables = Exact<{ [key: string]: never; }>;


export type RateBudgetsQuery = { readonly account: { readonly __typename: 'Account', readonly id: string, readonly rateBudgets: ReadonlyArray<{ readonly __typename: 'RateBudget', readonly id: string, readonly endpoint: string, readonly limit: number, readonly windowMs: number, readonly inUse: number, readonly available: number, readonly waiting: number, readonly nextFreeInMs: number }> } | null };

export type ExplainQueryVariables = Exact<{ [key: string]: never; }>;


export type ExplainQuery = { readonly account: { readonly __typename: 'Account', readonly id: string, readonly details: ReadonlyArray<{ readonly __typename: 'CurrencyDetail', readonly id: string, readonly eq: Decimal | null, readonly maxWithdrawal: { readonly __typename: 'MaxWithdrawal', readonly id: string, readonly maxWd: Decimal | null } | null } | null> | null } | null };

export type PlanQueryVariables = Exact<{ [key: string]: never; }>;


export type PlanQuery = { readonly account: { readonly __typename: 'Account', readonly id: string, readonly details: ReadonlyArray<{ readonly __typename: 'CurrencyDetail', readonly id: string, readonly ccy: string, readonly eq: Decimal | null } | null> | null } | null };

/**
 * An account at a glance. You get just the fields
 * that you name; these take one call.
 */
export declare const OverviewDocument: TypedDocumentNode<OverviewQuery, OverviewQueryVariables>;

/**
 * Named currencies, what can be withdrawn of each.
 * Item i answers ccy[i]; null: it was never held.
 */
export declare const WhatCanLeaveDocument: TypedDocumentNode<WhatCanLeaveQuery, WhatCanLeaveQueryVariables>;

/**
 * What an order could use, what could be borrowed.
 * 5 instruments share a call.
 */
export declare const OrderLimitsDocument: TypedDocumentNode<OrderLimitsQuery, OrderLimitsQueryVariables>;

/**
 * headers: { "cache-control": "no-cache" }
 * All accounts that you may read, side by side.
 * Nothing is shared between two of them.
 */
export declare const EveryAccountDocument: TypedDocumentNode<EveryAccountQuery, EveryAccountQueryVariables>;

/**
 * Figures that come by themselves: at once, then
 * whenever one of them has changed. The button
 * that starts them stops them.
 */
export declare const LiveDocument: TypedDocumentNode<LiveSubscription, LiveSubscriptionVariables>;

/**
 * One bad key costs only itself: its item is null,
 * with an error of its own; the others stand.
 */
export declare const PartialAnswerDocument: TypedDocumentNode<PartialAnswerQuery, PartialAnswerQueryVariables>;

/**
 * What is left of the exchange's limits. Makes no
 * call: run another tab, look again within 2 s.
 */
export declare const RateBudgetsDocument: TypedDocumentNode<RateBudgetsQuery, RateBudgetsQueryVariables>;

/**
 * headers: { "x-explain": "calls" }
 * With the header `x-explain: calls`, the answer's
 * `extensions` tell which calls served it.
 */
export declare const ExplainDocument: TypedDocumentNode<ExplainQuery, ExplainQueryVariables>;

/**
 * headers: { "x-explain": "plan" }
 * With the header `x-explain: plan` nothing is
 * asked; `extensions` tell which calls it would
 * take: 3 for 45 currencies, as 20 can share one.
 */
export declare const PlanDocument: TypedDocumentNode<PlanQuery, PlanQueryVariables>;
