import type { Secret } from './secret.ts';

/** One account of the exchange under its local id, and what signs its calls. */
export interface AccountCredentials {
  readonly id: string;
  readonly apiKey: Secret;
  readonly secretKey: Secret;
  readonly passphrase: Secret;
  /** Origin of the REST API, without a trailing slash, such as `https://www.okx.com`. */
  readonly baseUrl: string;
  /** Whether the key belongs to demo trading, which the exchange wants told with every call. */
  readonly demo: boolean;
}
