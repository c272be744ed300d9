import type { Secret } from '../exchange/secret.ts';
import { type Environment, readIfSet } from './read.ts';
import { table } from './table.ts';

/** What calls of https hosts go through. */
export interface Proxy {
  /** With its password if it wants one. */
  readonly url: Secret;
  /** Hosts that are reached without it, separated by commas; empty for none. */
  readonly except: string;
}

/** Other programs read these variables in lower case, too, and that one first; so it is here. */
export function readProxy(env: Environment): Proxy | null {
  const inBothCases = { ...env };
  for (const { name } of [table.httpsProxy, table.noProxy]) {
    inBothCases[name] = env[name.toLowerCase()] || env[name];
  }
  const url = readIfSet(inBothCases, table.httpsProxy);
  return url && { url, except: readIfSet(inBothCases, table.noProxy) ?? '' };
}
