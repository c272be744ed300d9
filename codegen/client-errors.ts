import { catalogue } from '../src/errors/catalogue.ts';
import { type ClientPart, docComment } from './client-part.ts';

/** The error codes of the gateway, and what an error of it looks like. */
export function clientErrors(): ClientPart {
  const kinds = Object.entries(catalogue);
  const codes = kinds.map(([code, { meaning }]) => `${docComment([meaning], '  ')}  | '${code}'`);
  const told = kinds.map(([code, { retryable, meaning }]) => [code, { retryable, meaning }]);
  return {
    code: `export const errorCodes = ${JSON.stringify(Object.fromEntries(told), null, 2)};

export const isErrorCode = (code) => typeof code === 'string' && Object.hasOwn(errorCodes, code);
`,
    types: `/** The codes that the gateway gives in \`extensions.code\`. */
export type ErrorCode =
${codes.join('\n')};

/** What stands behind an error code. */
export interface ErrorKind {
  /** Whether the same request may succeed later as it is. */
  readonly retryable: boolean;
  readonly meaning: string;
}

export declare const errorCodes: Readonly<Record<ErrorCode, ErrorKind>>;

/** Whether a code is the gateway's own. Others come from GraphQL and mean that the request itself is wrong. */
export declare function isErrorCode(code: unknown): code is ErrorCode;

/** An error of an answer. The part of the answer at \`path\` is null because of it; the rest stands. */
export interface GatewayError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: ErrorExtensions;
}

export interface ErrorExtensions {
  /** One of \`ErrorCode\`, or one of GraphQL's own such as \`GRAPHQL_VALIDATION_FAILED\`. */
  readonly code: ErrorCode | (string & {});
  /** The code that the exchange answered with, such as \`51001\`. */
  readonly exchangeCode?: string;
  /** The endpoint of the exchange, such as \`max-avail-size\`. */
  readonly endpoint?: string;
  /** The account whose data goes without an answer. */
  readonly accountId?: string;
  /** The instruments or currencies that go without an answer; where it is the account itself, its id. */
  readonly keys?: readonly string[];
  /** The field that the exchange sent in no form that could be read, such as \`CurrencyDetail.eq\`. */
  readonly field?: string;
  /** After how many milliseconds asking again makes sense. */
  readonly retryAfterMs?: number;
  /** Of how many further errors the answer does not tell. */
  readonly untold?: number;
}
`,
  };
}
