import type { Settings } from '../settings/settings.ts';
import { graphqlPath } from './gateway.ts';

interface WhatIsServed extends Partial<Pick<Settings, 'explore' | 'operations'>> {
  readonly callersFile: string | null;
}

/**
 * What stands on stdout when it serves: where, and what to try first.
 *
 * @param adminUrl null where there is no admin port
 */
export function welcome(
  url: string,
  adminUrl: string | null,
  { explore = true, operations = 'any', callersFile }: WhatIsServed,
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
    ...(adminUrl === null ? [] : [`Admin     ${adminUrl}`]),
  ];
  return `${lines.join('\n')}\n`;
}
