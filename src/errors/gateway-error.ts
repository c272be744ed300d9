import type { ErrorCode } from './catalogue.ts';

/** What an error may say beside its code and message. */
export interface ErrorDetails {
  /** The code that the exchange answered with, such as `51001`. */
  readonly exchangeCode?: string;
  /** The endpoint's name, such as `max-avail-size`. */
  readonly endpoint?: string;
  /** The account whose data goes without an answer. */
  readonly accountId?: string;
  /** The instruments or currencies that go without an answer; where it is the account itself, its id. */
  readonly keys?: readonly string[];
  /** The field that could not be read, such as `CurrencyDetail.eq`. */
  readonly field?: string;
  /** After how many milliseconds asking again makes sense. */
  readonly retryAfterMs?: number;
  /** Of how many further errors an answer does not tell. */
  readonly untold?: number;
}

/**
 * The one error that is meant for clients: its message and `extensions` reach them as they are, so
 * they must never hold a secret, a signature, a key of an account or an address.
 */
export class GatewayError extends Error {
  override readonly name = 'GatewayError';
  readonly extensions: ErrorDetails & { readonly code: ErrorCode };

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    // Nobody is shown where it was made, and finding that out takes most of the time of making one of many.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(message);
    Error.stackTraceLimit = stackTraceLimit;
    this.extensions = { code, ...details };
  }

  get code(): ErrorCode {
    return this.extensions.code;
  }

  /** The same error with more details, for instance for one key of a batch. */
  with(details: ErrorDetails): GatewayError {
    const { code, ...own } = this.extensions;
    const copy = new GatewayError(code, this.message, { ...own, ...details });
    if (this.cause !== undefined) copy.cause = this.cause;
    return copy;
  }
}
