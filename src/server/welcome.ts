import type { GatewayOptions } from './gateway.ts';
import { graphqlPath } from './paths.ts';
import type { Listening } from './listen.ts';

interface Welcomed extends Pick<GatewayOptions, 'explore' | 'operations'> {
  readonly callersFile: string | null;
}

/** What stdout says when it serves: where, and what to try. */
export function welcome(
  { url }: Listening,
  admin: Listening | null,
  { explore = true, operations = 'any', callersFile }: Welcomed,
): string {
  const graph = `${url}${graphqlPath}`;
  const query = JSON.stringify({ query: '{ account { id totalEq details { ccy eq } } }' });
  // Without one, callers would be shown their first 401.
  const token = callersFile === null ? '' : ' -H "authorization: Bearer $TOKEN"';
  const curl = `curl -s ${graph}${token} -H 'content-type: application/json' -d '${query}'`;
  const lines = [
    `${explore ? 'GraphiQL' : 'Graph   '}  ${graph}`,
    // It is in no manifest.
    ...(operations === 'persisted' ? [] : [`Try       ${curl}`]),
    ...(admin === null ? [] : [`Admin     ${admin.url}`]),
  ];
  return `${lines.join('\n')}\n`;
}
