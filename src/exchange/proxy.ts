import type { Secret } from './secret.ts';

/** What calls of https hosts go through. */
export interface Proxy {
  /** With its password if it wants one. */
  readonly url: Secret;
  /** Hosts that are reached without it, separated by commas; empty for none. */
  readonly except: string;
}
