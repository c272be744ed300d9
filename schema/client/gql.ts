/* eslint-disable */
import * as types from './graphql.ts';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "query Overview {\n  account {\n    id\n    totalEq\n    uTime\n    details {\n      ccy\n      eq\n      eqUsd\n      availBal\n    }\n  }\n}": typeof types.OverviewDocument,
    "query WhatCanLeave($ccy: [ID!] = [\"BTC\", \"ETH\", \"USDT\"]) {\n  account {\n    details(ccy: $ccy) {\n      ccy\n      eq\n      frozenBal\n      maxWithdrawal {\n        maxWd\n        maxWdEx\n      }\n    }\n  }\n}": typeof types.WhatCanLeaveDocument,
    "query OrderLimits($instId: [ID!]! = [\"BTC-USDT\", \"ETH-USDT\", \"SOL-USDT\"], $tdMode: TradeMode! = CROSS, $mgnMode: MarginMode! = CROSS) {\n  account {\n    maxAvail(instId: $instId, tdMode: $tdMode) {\n      instId\n      availBuy\n      availSell\n    }\n    maxLoan(instId: $instId, mgnMode: $mgnMode) {\n      instId\n      ccy\n      side\n      maxLoan\n    }\n  }\n}": typeof types.OrderLimitsDocument,
    "query EveryAccount {\n  accounts {\n    id\n    totalEq\n    adjEq\n    mgnRatio\n    maxWithdrawal {\n      ccy\n      maxWd\n    }\n  }\n}": typeof types.EveryAccountDocument,
    "query PartialAnswer {\n  account {\n    maxAvail(instId: [\"BTC-USDT\", \"NO-SUCH\", \"ETH-USDT\"], tdMode: CROSS) {\n      instId\n      availBuy\n    }\n  }\n}": typeof types.PartialAnswerDocument,
    "query RateBudgets {\n  account {\n    rateBudgets {\n      endpoint\n      limit\n      windowMs\n      inUse\n      available\n      waiting\n      nextFreeInMs\n    }\n  }\n}": typeof types.RateBudgetsDocument,
    "query Explain {\n  account {\n    totalEq\n    details(ccy: [\"BTC\", \"MANA\"]) {\n      ccy\n      maxWithdrawal {\n        maxWd\n      }\n    }\n  }\n}": typeof types.ExplainDocument,
};
const documents: Documents = {
    "query Overview {\n  account {\n    id\n    totalEq\n    uTime\n    details {\n      ccy\n      eq\n      eqUsd\n      availBal\n    }\n  }\n}": types.OverviewDocument,
    "query WhatCanLeave($ccy: [ID!] = [\"BTC\", \"ETH\", \"USDT\"]) {\n  account {\n    details(ccy: $ccy) {\n      ccy\n      eq\n      frozenBal\n      maxWithdrawal {\n        maxWd\n        maxWdEx\n      }\n    }\n  }\n}": types.WhatCanLeaveDocument,
    "query OrderLimits($instId: [ID!]! = [\"BTC-USDT\", \"ETH-USDT\", \"SOL-USDT\"], $tdMode: TradeMode! = CROSS, $mgnMode: MarginMode! = CROSS) {\n  account {\n    maxAvail(instId: $instId, tdMode: $tdMode) {\n      instId\n      availBuy\n      availSell\n    }\n    maxLoan(instId: $instId, mgnMode: $mgnMode) {\n      instId\n      ccy\n      side\n      maxLoan\n    }\n  }\n}": types.OrderLimitsDocument,
    "query EveryAccount {\n  accounts {\n    id\n    totalEq\n    adjEq\n    mgnRatio\n    maxWithdrawal {\n      ccy\n      maxWd\n    }\n  }\n}": types.EveryAccountDocument,
    "query PartialAnswer {\n  account {\n    maxAvail(instId: [\"BTC-USDT\", \"NO-SUCH\", \"ETH-USDT\"], tdMode: CROSS) {\n      instId\n      availBuy\n    }\n  }\n}": types.PartialAnswerDocument,
    "query RateBudgets {\n  account {\n    rateBudgets {\n      endpoint\n      limit\n      windowMs\n      inUse\n      available\n      waiting\n      nextFreeInMs\n    }\n  }\n}": types.RateBudgetsDocument,
    "query Explain {\n  account {\n    totalEq\n    details(ccy: [\"BTC\", \"MANA\"]) {\n      ccy\n      maxWithdrawal {\n        maxWd\n      }\n    }\n  }\n}": types.ExplainDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Overview {\n  account {\n    id\n    totalEq\n    uTime\n    details {\n      ccy\n      eq\n      eqUsd\n      availBal\n    }\n  }\n}"): (typeof documents)["query Overview {\n  account {\n    id\n    totalEq\n    uTime\n    details {\n      ccy\n      eq\n      eqUsd\n      availBal\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query WhatCanLeave($ccy: [ID!] = [\"BTC\", \"ETH\", \"USDT\"]) {\n  account {\n    details(ccy: $ccy) {\n      ccy\n      eq\n      frozenBal\n      maxWithdrawal {\n        maxWd\n        maxWdEx\n      }\n    }\n  }\n}"): (typeof documents)["query WhatCanLeave($ccy: [ID!] = [\"BTC\", \"ETH\", \"USDT\"]) {\n  account {\n    details(ccy: $ccy) {\n      ccy\n      eq\n      frozenBal\n      maxWithdrawal {\n        maxWd\n        maxWdEx\n      }\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query OrderLimits($instId: [ID!]! = [\"BTC-USDT\", \"ETH-USDT\", \"SOL-USDT\"], $tdMode: TradeMode! = CROSS, $mgnMode: MarginMode! = CROSS) {\n  account {\n    maxAvail(instId: $instId, tdMode: $tdMode) {\n      instId\n      availBuy\n      availSell\n    }\n    maxLoan(instId: $instId, mgnMode: $mgnMode) {\n      instId\n      ccy\n      side\n      maxLoan\n    }\n  }\n}"): (typeof documents)["query OrderLimits($instId: [ID!]! = [\"BTC-USDT\", \"ETH-USDT\", \"SOL-USDT\"], $tdMode: TradeMode! = CROSS, $mgnMode: MarginMode! = CROSS) {\n  account {\n    maxAvail(instId: $instId, tdMode: $tdMode) {\n      instId\n      availBuy\n      availSell\n    }\n    maxLoan(instId: $instId, mgnMode: $mgnMode) {\n      instId\n      ccy\n      side\n      maxLoan\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query EveryAccount {\n  accounts {\n    id\n    totalEq\n    adjEq\n    mgnRatio\n    maxWithdrawal {\n      ccy\n      maxWd\n    }\n  }\n}"): (typeof documents)["query EveryAccount {\n  accounts {\n    id\n    totalEq\n    adjEq\n    mgnRatio\n    maxWithdrawal {\n      ccy\n      maxWd\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query PartialAnswer {\n  account {\n    maxAvail(instId: [\"BTC-USDT\", \"NO-SUCH\", \"ETH-USDT\"], tdMode: CROSS) {\n      instId\n      availBuy\n    }\n  }\n}"): (typeof documents)["query PartialAnswer {\n  account {\n    maxAvail(instId: [\"BTC-USDT\", \"NO-SUCH\", \"ETH-USDT\"], tdMode: CROSS) {\n      instId\n      availBuy\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query RateBudgets {\n  account {\n    rateBudgets {\n      endpoint\n      limit\n      windowMs\n      inUse\n      available\n      waiting\n      nextFreeInMs\n    }\n  }\n}"): (typeof documents)["query RateBudgets {\n  account {\n    rateBudgets {\n      endpoint\n      limit\n      windowMs\n      inUse\n      available\n      waiting\n      nextFreeInMs\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Explain {\n  account {\n    totalEq\n    details(ccy: [\"BTC\", \"MANA\"]) {\n      ccy\n      maxWithdrawal {\n        maxWd\n      }\n    }\n  }\n}"): (typeof documents)["query Explain {\n  account {\n    totalEq\n    details(ccy: [\"BTC\", \"MANA\"]) {\n      ccy\n      maxWithdrawal {\n        maxWd\n      }\n    }\n  }\n}"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;