import type { Endpoint } from '../endpoints/declare.ts';

/** One call of an endpoint before it is signed. */
export interface CallRequest {
  readonly endpoint: Endpoint;
  /** The comma-joined parameter and its keys; null for a call that answers for everything. */
  readonly keys: { readonly by: string; readonly values: readonly string[] } | null;
  /** The other parameters, in the order in which they are sent. */
  readonly params: Readonly<Record<string, string>>;
}

/** Path and query string of a call. Commas between keys stay raw; what is signed is what is sent. */
export function targetOf({ endpoint, keys, params }: CallRequest): string {
  const named = keys ? `${keys.by}=${keys.values.map(encodeURIComponent).join(',')}` : '';
  const pairs = [named, writeParams(params)].filter(Boolean);
  return pairs.length === 0 ? endpoint.path : `${endpoint.path}?${pairs.join('&')}`;
}

/** The parameters of a call beside its keys, as they stand in its query string. */
export const writeParams = (params: CallRequest['params']): string =>
  Object.entries(params)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
