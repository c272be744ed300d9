/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** How borrowed funds are margined (`mgnMode`). */
export type MarginMode =
  /** Cross margin. */
  | 'CROSS'
  /** Isolated margin. */
  | 'ISOLATED';

/** Side of the order that a figure applies to. */
export type OrderSide =
  /** Buying the base currency; what is borrowed is the quote currency. */
  | 'BUY'
  /** Selling the base currency; what is borrowed is the base currency. */
  | 'SELL';

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

export type OverviewQueryVariables = Exact<{ [key: string]: never; }>;


export type OverviewQuery = { account: { id: string, totalEq: string | null, uTime: string | null, details: Array<{ ccy: string, eq: string | null, eqUsd: string | null, availBal: string | null } | null> | null } | null };

export type WhatCanLeaveQueryVariables = Exact<{
  ccy?: Array<string | number> | string | number | null | undefined;
}>;


export type WhatCanLeaveQuery = { account: { details: Array<{ ccy: string, eq: string | null, frozenBal: string | null, maxWithdrawal: { maxWd: string | null, maxWdEx: string | null } | null } | null> | null } | null };

export type OrderLimitsQueryVariables = Exact<{
  instId?: Array<string | number> | string | number;
  tdMode?: TradeMode;
  mgnMode?: MarginMode;
}>;


export type OrderLimitsQuery = { account: { maxAvail: Array<{ instId: string, availBuy: string | null, availSell: string | null } | null> | null, maxLoan: Array<{ instId: string | null, ccy: string | null, side: OrderSide | null, maxLoan: string | null } | null> | null } | null };

export type EveryAccountQueryVariables = Exact<{ [key: string]: never; }>;


export type EveryAccountQuery = { accounts: Array<{ id: string, totalEq: string | null, adjEq: string | null, mgnRatio: string | null, maxWithdrawal: Array<{ ccy: string, maxWd: string | null } | null> | null }> };

export type PartialAnswerQueryVariables = Exact<{ [key: string]: never; }>;


export type PartialAnswerQuery = { account: { maxAvail: Array<{ instId: string, availBuy: string | null } | null> | null } | null };

export type RateBudgetsQueryVariables = Exact<{ [key: string]: never; }>;


export type RateBudgetsQuery = { account: { rateBudgets: Array<{ endpoint: string, limit: number, windowMs: number, inUse: number, available: number, waiting: number, nextFreeInMs: number }> } | null };

export type ExplainQueryVariables = Exact<{ [key: string]: never; }>;


export type ExplainQuery = { account: { totalEq: string | null, details: Array<{ ccy: string, maxWithdrawal: { maxWd: string | null } | null } | null> | null } | null };


export const OverviewDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Overview"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"account"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"totalEq"}},{"kind":"Field","name":{"kind":"Name","value":"uTime"}},{"kind":"Field","name":{"kind":"Name","value":"details"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"ccy"}},{"kind":"Field","name":{"kind":"Name","value":"eq"}},{"kind":"Field","name":{"kind":"Name","value":"eqUsd"}},{"kind":"Field","name":{"kind":"Name","value":"availBal"}}]}}]}}]}}]} as unknown as DocumentNode<OverviewQuery, OverviewQueryVariables>;
export const WhatCanLeaveDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"WhatCanLeave"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"ccy"}},"type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},"defaultValue":{"kind":"ListValue","values":[{"kind":"StringValue","value":"BTC","block":false},{"kind":"StringValue","value":"ETH","block":false},{"kind":"StringValue","value":"USDT","block":false}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"account"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"details"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"ccy"},"value":{"kind":"Variable","name":{"kind":"Name","value":"ccy"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"ccy"}},{"kind":"Field","name":{"kind":"Name","value":"eq"}},{"kind":"Field","name":{"kind":"Name","value":"frozenBal"}},{"kind":"Field","name":{"kind":"Name","value":"maxWithdrawal"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"maxWd"}},{"kind":"Field","name":{"kind":"Name","value":"maxWdEx"}}]}}]}}]}}]}}]} as unknown as DocumentNode<WhatCanLeaveQuery, WhatCanLeaveQueryVariables>;
export const OrderLimitsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"OrderLimits"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"instId"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}},"defaultValue":{"kind":"ListValue","values":[{"kind":"StringValue","value":"BTC-USDT","block":false},{"kind":"StringValue","value":"ETH-USDT","block":false},{"kind":"StringValue","value":"SOL-USDT","block":false}]}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"tdMode"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"TradeMode"}}},"defaultValue":{"kind":"EnumValue","value":"CROSS"}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"mgnMode"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"MarginMode"}}},"defaultValue":{"kind":"EnumValue","value":"CROSS"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"account"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"maxAvail"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"instId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"instId"}}},{"kind":"Argument","name":{"kind":"Name","value":"tdMode"},"value":{"kind":"Variable","name":{"kind":"Name","value":"tdMode"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"instId"}},{"kind":"Field","name":{"kind":"Name","value":"availBuy"}},{"kind":"Field","name":{"kind":"Name","value":"availSell"}}]}},{"kind":"Field","name":{"kind":"Name","value":"maxLoan"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"instId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"instId"}}},{"kind":"Argument","name":{"kind":"Name","value":"mgnMode"},"value":{"kind":"Variable","name":{"kind":"Name","value":"mgnMode"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"instId"}},{"kind":"Field","name":{"kind":"Name","value":"ccy"}},{"kind":"Field","name":{"kind":"Name","value":"side"}},{"kind":"Field","name":{"kind":"Name","value":"maxLoan"}}]}}]}}]}}]} as unknown as DocumentNode<OrderLimitsQuery, OrderLimitsQueryVariables>;
export const EveryAccountDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"EveryAccount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"accounts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"totalEq"}},{"kind":"Field","name":{"kind":"Name","value":"adjEq"}},{"kind":"Field","name":{"kind":"Name","value":"mgnRatio"}},{"kind":"Field","name":{"kind":"Name","value":"maxWithdrawal"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"ccy"}},{"kind":"Field","name":{"kind":"Name","value":"maxWd"}}]}}]}}]}}]} as unknown as DocumentNode<EveryAccountQuery, EveryAccountQueryVariables>;
export const PartialAnswerDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"PartialAnswer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"account"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"maxAvail"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"instId"},"value":{"kind":"ListValue","values":[{"kind":"StringValue","value":"BTC-USDT","block":false},{"kind":"StringValue","value":"NO-SUCH","block":false},{"kind":"StringValue","value":"ETH-USDT","block":false}]}},{"kind":"Argument","name":{"kind":"Name","value":"tdMode"},"value":{"kind":"EnumValue","value":"CROSS"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"instId"}},{"kind":"Field","name":{"kind":"Name","value":"availBuy"}}]}}]}}]}}]} as unknown as DocumentNode<PartialAnswerQuery, PartialAnswerQueryVariables>;
export const RateBudgetsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"RateBudgets"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"account"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rateBudgets"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"endpoint"}},{"kind":"Field","name":{"kind":"Name","value":"limit"}},{"kind":"Field","name":{"kind":"Name","value":"windowMs"}},{"kind":"Field","name":{"kind":"Name","value":"inUse"}},{"kind":"Field","name":{"kind":"Name","value":"available"}},{"kind":"Field","name":{"kind":"Name","value":"waiting"}},{"kind":"Field","name":{"kind":"Name","value":"nextFreeInMs"}}]}}]}}]}}]} as unknown as DocumentNode<RateBudgetsQuery, RateBudgetsQueryVariables>;
export const ExplainDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Explain"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"account"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalEq"}},{"kind":"Field","name":{"kind":"Name","value":"details"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"ccy"},"value":{"kind":"ListValue","values":[{"kind":"StringValue","value":"BTC","block":false},{"kind":"StringValue","value":"MANA","block":false}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"ccy"}},{"kind":"Field","name":{"kind":"Name","value":"maxWithdrawal"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"maxWd"}}]}}]}}]}}]}}]} as unknown as DocumentNode<ExplainQuery, ExplainQueryVariables>;