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
    "query Accounts {\n  accounts {\n    id\n  }\n}\n\nsubscription Live($id: ID!, $instId: [ID!]!) {\n  account(id: $id) {\n    id\n    asOf\n    totalEq\n    details {\n      id\n      ccy\n      eq\n      eqUsd\n      availBal\n      maxWithdrawal {\n        id\n        asOf\n        maxWd\n        maxWdEx\n      }\n    }\n    maxAvail(instId: $instId, tdMode: CROSS) {\n      id\n      asOf\n      instId\n      availBuy\n      availSell\n    }\n    maxLoan(instId: $instId, mgnMode: CROSS) {\n      id\n      instId\n      ccy\n      side\n      maxLoan\n    }\n    rateBudgets {\n      id\n      endpoint\n      limit\n      windowMs\n      inUse\n    }\n  }\n}": typeof types.AccountsDocument,
};
const documents: Documents = {
    "query Accounts {\n  accounts {\n    id\n  }\n}\n\nsubscription Live($id: ID!, $instId: [ID!]!) {\n  account(id: $id) {\n    id\n    asOf\n    totalEq\n    details {\n      id\n      ccy\n      eq\n      eqUsd\n      availBal\n      maxWithdrawal {\n        id\n        asOf\n        maxWd\n        maxWdEx\n      }\n    }\n    maxAvail(instId: $instId, tdMode: CROSS) {\n      id\n      asOf\n      instId\n      availBuy\n      availSell\n    }\n    maxLoan(instId: $instId, mgnMode: CROSS) {\n      id\n      instId\n      ccy\n      side\n      maxLoan\n    }\n    rateBudgets {\n      id\n      endpoint\n      limit\n      windowMs\n      inUse\n    }\n  }\n}": types.AccountsDocument,
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
export function graphql(source: "query Accounts {\n  accounts {\n    id\n  }\n}\n\nsubscription Live($id: ID!, $instId: [ID!]!) {\n  account(id: $id) {\n    id\n    asOf\n    totalEq\n    details {\n      id\n      ccy\n      eq\n      eqUsd\n      availBal\n      maxWithdrawal {\n        id\n        asOf\n        maxWd\n        maxWdEx\n      }\n    }\n    maxAvail(instId: $instId, tdMode: CROSS) {\n      id\n      asOf\n      instId\n      availBuy\n      availSell\n    }\n    maxLoan(instId: $instId, mgnMode: CROSS) {\n      id\n      instId\n      ccy\n      side\n      maxLoan\n    }\n    rateBudgets {\n      id\n      endpoint\n      limit\n      windowMs\n      inUse\n    }\n  }\n}"): (typeof documents)["query Accounts {\n  accounts {\n    id\n  }\n}\n\nsubscription Live($id: ID!, $instId: [ID!]!) {\n  account(id: $id) {\n    id\n    asOf\n    totalEq\n    details {\n      id\n      ccy\n      eq\n      eqUsd\n      availBal\n      maxWithdrawal {\n        id\n        asOf\n        maxWd\n        maxWdEx\n      }\n    }\n    maxAvail(instId: $instId, tdMode: CROSS) {\n      id\n      asOf\n      instId\n      availBuy\n      availSell\n    }\n    maxLoan(instId: $instId, mgnMode: CROSS) {\n      id\n      instId\n      ccy\n      side\n      maxLoan\n    }\n    rateBudgets {\n      id\n      endpoint\n      limit\n      windowMs\n      inUse\n    }\n  }\n}"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;