import { fileURLToPath } from 'node:url';
import { print } from 'graphql';
import type { BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import manifest from '../../schema/persisted-operations.json' with { type: 'json' };
import { startBrowser } from '../support/browser.ts';
import { startBuiltPage } from '../support/built-page.ts';
import { post } from '../support/post.ts';
import { describeWith } from '../support/programs.ts';
import { startStillGateway } from '../support/still-gateway.ts';
import { openStockClient, type StockClientPage } from '../support/stock-client-page.ts';
import { accountIds, type Question, questions } from '../support/stock-clients/questions.ts';

const folder = fileURLToPath(new URL('../support/stock-clients/', import.meta.url));
const rounds = 4;

describeWith('chromium', 'all operations together in a page of another origin', () => {
  const resources = new AsyncDisposableStack();
  let origin: string;
  let url: string;
  let context: BrowserContext;

  beforeAll(async () => {
    ({ origin } = resources.use(await startBuiltPage(folder)));
    ({ url } = resources.use(await startStillGateway({ corsOrigins: [origin] })));
    ({ context } = resources.use(await startBrowser()));
  });

  afterAll(() => resources.disposeAsync(), 30_000);

  const open = (client: string, more: Readonly<Record<string, string>> = {}) =>
    openStockClient(context, `${origin}/?${String(new URLSearchParams({ client, url, ...more }))}`);

  /** Beside each question, what a page shows of it and what it should. */
  async function figuresOf(page: StockClientPage) {
    const shown = await page.shown();
    const asked = questions.filter(({ name }) => shown.has(name));
    const answers = asked.map(async (question) => [question.name, await answerOf(url, question)]);
    return {
      shown: lasting(asked.map(({ name }) => [name, shown.get(name)?.data])),
      right: lasting(await Promise.all(answers)),
    };
  }

  describe.each(['apollo', 'urql'])('with %s', (client) => {
    let page: StockClientPage;

    beforeAll(async () => {
      page = await open(client);
    });

    test('shows the figures of each as the gateway gives them, for a request each', async () => {
      const { shown, right } = await figuresOf(page);
      expect(shown).toEqual(right);
      expect(requestsOf(page)).toEqual(questions.map(({ name }) => [name, 1]));
    });

    test('shows other figures of each account', async () => {
      const shown = await page.shown();
      const figures = accountIds.map((id) => JSON.stringify(shown.get(`Holdings-${id}`)));
      expect(new Set(figures).size).toBe(accountIds.length);
    });

    test('sends one more request for each at every round of polling, and none beside', async () => {
      for (let round = 2; round <= rounds; round += 1) {
        await page.nextRound();
        const { shown, right } = await figuresOf(page);
        expect(shown).toEqual(right);
        expect(requestsOf(page)).toEqual(questions.map(({ name }) => [name, round]));
      }
    });

    test('complains of nothing', () => {
      expect(page.complaints).toEqual([]);
    });
  });

  test('Apollo Client keeps an error beside what stands', async () => {
    const shown = await (await open('apollo')).shown();
    expect(shown.get('PartialAnswer')).toMatchObject({ codes: ['KEY_REJECTED'] });
  });

  test('Apollo Client asks for all operations of the manifest by their ids alone', async () => {
    const page = await open('apollo', { ids: 'manifest' });
    const { shown, right } = await figuresOf(page);
    expect(shown).toEqual(right);
    const asked = manifest.operations.filter(({ type }) => type === 'query');
    expect(page.sent).toHaveLength(asked.length);
    expect(page.sent.filter(({ query }) => query !== undefined)).toEqual([]);
    expect(page.complaints).toEqual([]);
  });

  test('Apollo Client leaves once what the gateway does not know by its hash', async () => {
    const page = await open('apollo', { ids: 'automatic' });
    const { shown, right } = await figuresOf(page);
    expect(shown).toEqual(right);
    const texts = () => page.sent.filter(({ query }) => query !== undefined);
    const left = texts();
    expect(new Set(left.map(({ operationName }) => operationName))).toEqual(new Set(['Holdings']));
    expect(page.sent).toHaveLength(questions.length + left.length);

    await page.nextRound();
    await page.shown();
    expect(page.sent).toHaveLength(questions.length * 2 + left.length);
    expect(texts()).toEqual(left);
    expect(page.complaints).toEqual([]);
  });
});

/** What a page should show of a question. */
async function answerOf(url: string, { document, variables }: Question): Promise<unknown> {
  const response = await post(url, JSON.stringify({ query: print(document), variables }));
  const { data }: { readonly data?: unknown } = await response.json();
  return data;
}

/** Without what changes though prices stand still, and without what a client asks for by itself. */
function lasting(answer: unknown): unknown {
  const passing = ['__typename', 'asOf', 'inUse', 'available', 'waiting', 'nextFreeInMs'];
  return JSON.parse(
    JSON.stringify(answer, (key, value: unknown) => (passing.includes(key) ? undefined : value)),
  );
}

/** How often each question was asked, in the order of the questions. */
function requestsOf({ sent }: StockClientPage): readonly (readonly [string, number])[] {
  const names = sent.map(({ operationName, variables }) =>
    [operationName, variables?.['account'] ?? []].flat().join('-'),
  );
  return questions.map(({ name }) => [name, names.filter((one) => one === name).length]);
}
