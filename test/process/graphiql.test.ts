import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBrowser } from '../support/browser.ts';
import { type GraphiqlPage, openGraphiql } from '../support/graphiql-page.ts';
import { difference, picturesFolder, takePictures } from '../support/graphiql-pictures.ts';
import { describeWith } from '../support/programs.ts';
import { startStillGateway } from '../support/still-gateway.ts';

const operations = readdirSync(new URL('../../schema/operations/', import.meta.url)).toSorted();

describeWith('chromium', 'GraphiQL in a browser', () => {
  const resources = new AsyncDisposableStack();
  let graphiql: GraphiqlPage;

  beforeAll(async () => {
    const gateway = resources.use(await startStillGateway());
    const { context } = resources.use(await startBrowser());
    graphiql = await openGraphiql(context, gateway.url);
  });

  afterAll(() => resources.disposeAsync(), 30_000);

  test('has a tab for each operation of the contract', async () => {
    const names = await graphiql.tabs();
    expect(names).toHaveLength(operations.length);
    expect(names[0]).toBe('Overview');
  });

  test('runs each of them, and shows what it teaches', async () => {
    const tabs = await graphiql.tabs();
    // That of live figures has tests of its own.
    for (const tab of tabs.filter((one) => one !== 'Live')) {
      await graphiql.open(tab);
      const answer = await graphiql.run();
      expect(answer).toHaveProperty('data');
      if (tab === 'PartialAnswer') {
        const error = {
          locations: [{ line: expect.any(Number) }],
          extensions: { code: 'KEY_REJECTED' },
        };
        expect(answer).toMatchObject({ errors: [error] });
      } else expect(answer).not.toHaveProperty('errors');
      if (tab === 'Explain') expect(answer).toHaveProperty('extensions.calls.0.endpoint');
      if (tab === 'Plan') expect(answer).toHaveProperty('extensions.plan.0.calls', 3);
      // What the page shows is the answer as it came, locations of errors included.
      const part = dense(JSON.stringify(answer)).slice(0, 200);
      async function shows(text: string): Promise<void> {
        const shown = () => graphiql.shownAnswer().then(dense);
        await expect.poll(shown, { message: tab }).toContain(text);
      }
      await shows(part);
      if (tab === 'Explain')
        await shows('"calls":[{"accountId":"multi-currency","endpoint":"balance"');
      if (tab === 'Plan') {
        await shows('"plan":[{"accountId":"multi-currency","endpoint":"balance"');
        await graphiql.showEndOfAnswer();
        await shows('"calls":3');
      }
    }
  });

  test('has no line that is wider than the editor of a small screen', async () => {
    const lines = graphiql.page.locator('.graphiql-query-editor .view-line > span');
    const editor = graphiql.page.locator('.graphiql-query-editor .monaco-scrollable-element');
    const tooWide: string[] = [];
    for (const tab of await graphiql.tabs()) {
      await graphiql.open(tab);
      const ends = await lines.evaluateAll((all) =>
        all.map((line) => line.getBoundingClientRect().right),
      );
      const box = await editor.first().boundingBox();
      const edge = (box?.x ?? 0) + (box?.width ?? 0);
      if (ends.length === 0 || ends.some((end) => end > edge)) tooWide.push(tab);
    }
    expect(tooWide).toEqual([]);
  });

  test('explains a field, with its unit and the account modes it applies to', async () => {
    await graphiql.openDocs('CurrencyDetail', 'imr');
    const docs = graphiql.page.locator('.graphiql-doc-explorer');
    await expect.poll(() => docs.innerText()).toMatch(/Unit: /);
    expect(await docs.innerText()).toMatch(/Account modes: Futures/);
  });

  test('shows where a token goes', async () => {
    await graphiql.open('Overview');
    await graphiql.page.getByRole('button', { name: 'Headers', exact: true }).click();
    await expect.poll(() => graphiql.text()).toContain('"authorization": "Bearer ..."');
  });

  test('writes a field into the query that is picked in the explorer', async () => {
    await graphiql.open('RateBudgets');
    await graphiql.page.getByRole('button', { name: 'Show GraphiQL Explorer' }).click();
    const explorer = graphiql.page.locator('.graphiql-plugin');
    await explorer.locator('[data-field-name="totalEq"]').click();
    expect(await explorer.locator('[data-field-name^="_"]').count()).toBe(0);
    const query = graphiql.page.locator('.graphiql-query-editor');
    await expect.poll(() => query.innerText()).toContain('totalEq');
  });

  test('looks as in the pictures of the README, which `npm run pictures` takes', async () => {
    const pictures = await takePictures();
    const files = [...pictures.keys()].flatMap((name) => [`${name}.png`, `${name}.txt`]);
    const kept = readdirSync(picturesFolder).filter((file) => !/^(?:dashboard|status)-/.test(file));
    expect(kept.toSorted()).toEqual(files.toSorted());
    for (const [name, { png, text }] of pictures) {
      expect(text).toBe(await readFile(new URL(`${name}.txt`, picturesFolder), 'utf8'));
      // Letters are drawn a little differently from machine to machine.
      const before = await readFile(new URL(`${name}.png`, picturesFolder));
      expect(await difference(graphiql.page, before, png)).toBeLessThan(0.005);
    }
  });

  test('asks for nothing from outside and logs no error', () => {
    expect(graphiql.outside).toEqual([]);
    expect(graphiql.errors).toEqual([]);
  });
});

const dense = (text: string): string => text.replaceAll(/\s/g, '');
