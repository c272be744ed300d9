import { type DocumentNode, getOperationAST, OperationTypeNode, parse } from 'graphql';
import * as client from '../../../schema/client/index.js';

/** A query that a part of the page asks, again and again. */
export interface Question {
  readonly name: string;
  readonly document: DocumentNode;
  readonly variables: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
}

export const pollMs = 1_000;
/** So many parts of a page show the same live figure. */
export const liveParts = 50;
export const accountIds = ['multi-currency', 'spot', 'futures', 'portfolio'] as const;

/** What shows whether figures of one account are taken for those of another: the same currencies of each, by several ways. */
const holdings = parse(`
  query Holdings($account: ID!) {
    account(id: $account) {
      id
      details(ccy: ["BTC", "ETH"]) {
        id
        ccy
        eq
        currency {
          id
          forAccount(accountId: $account) {
            id
            maxWithdrawal {
              id
              maxWd
            }
          }
        }
      }
    }
  }
`);

/** As their files say, but for that of `Plan`, which would leave it without an answer. */
const headersOf: Readonly<Record<string, Question['headers']>> = {
  EveryAccount: { 'cache-control': 'no-cache' },
  Explain: { 'x-explain': 'calls' },
};

/** All queries of the package, and one more for each account. */
export const questions: readonly Question[] = [
  ...Object.entries(client).flatMap(([exported, document]) => {
    if (typeof document !== 'object' || !('definitions' in document)) return [];
    if (getOperationAST(document)?.operation !== OperationTypeNode.QUERY) return [];
    const name = exported.replace(/Document$/, '');
    return [{ name, document, variables: {}, headers: headersOf[name] ?? {} }];
  }),
  ...accountIds.map((account) => ({
    name: `Holdings-${account}`,
    document: holdings,
    variables: { account },
    headers: {},
  })),
];
