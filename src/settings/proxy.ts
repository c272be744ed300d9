import type { Proxy } from '../exchange/proxy.ts';
import { type Environment, readIfSet } from './read.ts';
import { table } from './table.ts';

/** Other programs read these variables in lower case, too, and that one first; so it is here. */
export function readProxy(env: Environment): Proxy | null {
  const inBothCases = { ...env };
  for (const { name } of [table.httpsProxy, table.noProxy]) {
    inBothCases[name] = env[name.toLowerCase()] || env[name];
  }
  const url = readIfSet(inBothCases, table.httpsProxy);
  return url && { url, except: readIfSet(inBothCases, table.noProxy) ?? '' };
}
