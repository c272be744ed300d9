import { expect, test } from 'vitest';
import { createHarness } from '../../support/harness.ts';
import { bearer } from '../../support/knock.ts';
import { callers, tokens } from '../../support/made-up-callers.ts';

const known = createHarness({ callers }).gateway.handler;
const open = createHarness().gateway.handler;

const get = (query: string, headers: Readonly<Record<string, string>> = {}, from = known) =>
  from.fetch(`http://gateway/graphql${query}`, { headers });

async function pageOf(from: typeof known): Promise<string> {
  return (await get('', { accept: 'text/html' }, from)).text();
}

const page = await pageOf(known);
const [schemaAddress = ''] = /\?asset=introspection-\w+\.json/.exec(page) ?? [];

test('the page has a place for a token where one is wanted, and only there', async () => {
  expect(page).toContain('<label for="token-text">Token</label>');
  expect(page).toContain('"wantsToken":true');
  const without = await pageOf(open);
  expect(without).not.toContain('<form');
  expect(without).toContain('"wantsToken":false');
});

test('what the page loads, and the pages of documentation, need no token, but for the schema', async () => {
  const addresses = [...new Set(page.match(/\?asset=[\w-]+\.\w+/g)), '?asset=errors.html'];
  const statuses = await Promise.all(
    addresses.map(async (address) => [address, (await get(address)).status] as const),
  );
  const refused = statuses.filter(([, status]) => status !== 200);
  expect(statuses.length).toBeGreaterThan(9);
  expect(refused).toEqual([[schemaAddress, 401]]);
});

test('the schema is shown to callers that may explore, and kept by no cache', async () => {
  const response = await get(schemaAddress, bearer(tokens.alice));
  expect(response.status).toBe(200);
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(await response.json()).toHaveProperty('data.__schema.queryType.name', 'Query');
});

test('without callers everybody may see the schema, and a browser keeps it', async () => {
  const { status, headers } = await get(schemaAddress, {}, open);
  expect(status).toBe(200);
  expect(headers.get('cache-control')).toContain('immutable');
});

test.each([
  ['a caller that may not explore', bearer(tokens.robot), 403, 'FORBIDDEN'],
  ['a token that is not known', bearer('made-up-token-of-nobody'), 401, 'UNAUTHENTICATED'],
  ['nobody', {}, 401, 'UNAUTHENTICATED'],
])(
  '%s is not shown the schema, at either address of the page',
  async (_, headers, status, code) => {
    for (const address of [schemaAddress, `/${schemaAddress}`]) {
      const response = await get(address, headers);
      expect(response.status).toBe(status);
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(await response.json()).toMatchObject({ errors: [{ extensions: { code } }] });
    }
  },
);
