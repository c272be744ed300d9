import { describe, expect, test } from 'vitest';
import { as, callerNamed } from '../../support/callers.ts';
import { emptyAccounts } from '../../support/empty-accounts.ts';
import { createHarness } from '../../support/harness.ts';

const page = `query ($first: Int, $after: ID) { accounts(first: $first, after: $after) { id } }`;
const idsOf = (data: unknown): readonly string[] =>
  (data as { accounts: readonly { id: string }[] }).accounts.map(({ id }) => id);

describe('accounts, page by page', () => {
  test.each([1, 2, 3, 4, 5])(
    'of %s, to the end, are all, each once and in order',
    async (first) => {
      const { query, exchange } = createHarness();
      const pages: string[][] = [];
      let after: string | null = null;
      do {
        const { data }: { data?: unknown } = await query(page, { variables: { first, after } });
        pages.push([...idsOf(data)]);
        after = pages.at(-1)?.at(-1) ?? null;
      } while (pages.at(-1)?.length === first);
      expect(pages.flat()).toEqual(['multi-currency', 'spot', 'futures', 'portfolio']);
      expect(pages).toHaveLength(Math.floor(4 / first) + 1);
      expect(exchange.calls).toEqual([]);
    },
  );

  test('without arguments, or with null, are all', async () => {
    const { query } = createHarness();
    const all = await query('{ accounts { id } }');
    expect(await query(page, { variables: { first: null, after: null } })).toEqual(all);
    expect(await query(page)).toEqual(all);
  });

  test('are those of the caller, in its own order', async () => {
    const { query } = createHarness({
      callers: [callerNamed('two', { accountIds: ['portfolio', 'futures', 'spot'] })],
    });
    const variables = { first: 2, after: 'portfolio' };
    const { data } = await query(page, { variables, headers: as('two') });
    expect(idsOf(data)).toEqual(['futures', 'spot']);
  });

  test('after one of somebody else is told what is told after one that there is not', async () => {
    const { query } = createHarness({ callers: [callerNamed('one', { accountIds: ['spot'] })] });
    const after = async (id: string) => {
      const answer = await query(page, { variables: { after: id }, headers: as('one') });
      return JSON.stringify(answer).replaceAll(id, 'ID');
    };
    expect(await after('futures')).toContain('ACCOUNT_NOT_FOUND');
    expect(await after('futures')).toBe(await after('no-such'));
  });

  test.each([0, -1])('of %s are refused, with what to do', async (first) => {
    const { query } = createHarness();
    expect(await query(page, { variables: { first } })).toMatchObject({
      data: null,
      errors: [
        {
          message: `\`first\` is ${first}: ask for 1 account or more, or leave it out to get all.`,
          extensions: { code: 'BAD_USER_INPUT' },
        },
      ],
    });
  });
});

describe('of very many accounts', () => {
  const harness = () => createHarness({ exchange: { accounts: emptyAccounts(2_000) } });
  const rows = (given: string) => `{ accounts${given} { id totalEq } }`;

  test('all at once are too expensive, a page is not', async () => {
    const { query, exchange } = harness();
    expect(await query(rows(''))).toMatchObject({
      errors: [{ extensions: { code: 'QUERY_TOO_EXPENSIVE' } }],
    });
    expect(exchange.calls).toEqual([]);
    const { data } = await query(rows('(first: 3, after: "account-998")'));
    expect(data).toMatchObject({
      accounts: [{ id: 'account-999' }, { id: 'account-1000' }, { id: 'account-1001' }],
    });
    expect(exchange.calls).toHaveLength(3);
  });

  test.each([
    ['in a variable', 'query ($n: Int!) { accounts(first: $n) { id totalEq } }', { n: 2_000 }],
    ['as a default', 'query ($n: Int = 2000) { accounts(first: $n) { id totalEq } }', {}],
    ['that is null', 'query ($n: Int) { accounts(first: $n) { id totalEq } }', { n: null }],
    [
      'of which another one is below nothing',
      'query ($n: Int!) { a: accounts(first: $n) { id } accounts { id totalEq } }',
      { n: -2_000_000 },
    ],
  ])('a page that is too large is refused: %s', async (_where, document, variables) => {
    const { query, exchange } = harness();
    expect(await query(document, { variables })).toMatchObject({
      errors: [{ extensions: { code: 'QUERY_TOO_EXPENSIVE' } }],
    });
    expect(exchange.calls).toEqual([]);
  });

  test('a page counts as what it asks for, not as all', async () => {
    const { query } = harness();
    const document = 'query ($n: Int!) { accounts(first: $n) { id uTime } }';
    expect(await query(document, { variables: { n: 100 } })).not.toHaveProperty('errors');
  });
});
