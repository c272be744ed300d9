import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasChromium, startBrowser } from './support/browser.ts';
import { type GraphiqlPage, openGraphiql } from './support/graphiql-page.ts';
import { difference, picturesFolder, takePictures } from './support/graphiql-pictures.ts';
import { startStillGateway } from './support/still-gateway.ts';

const operations = readdirSync(new URL('../schema/operations/', import.meta.url)).toSorted();

describe.skipIf(!hasChromium())('GraphiQL in a browser', () => {
  const resources = new AsyncDisposableStack();
  let graphiql: GraphiqlPage;

  beforeAll(async () => {
    const gateway = resources.use(await startStillGateway());
    const { context } = resources.use(await startBrowser());
    graphiql = await openGraphiql(context, gateway.url);
  }, 60_000);

  afterAll(() => resources.disposeAsync(), 30_000);

  test('has a tab for each operation of the contract', async () => {
    const names = await graphiql.tabs();
    expect(names).toHaveLength(operations.length);
    expect(names[0]).toBe('Overview');
  });

  test('runs each of them, and shows what it teaches', async () => {
    for (const tab of await graphiql.tabs()) {
      await graphiql.open(tab);
      const answer = await graphiql.run();
      expect(answer).toHaveProperty('data');
      if (tab === 'PartialAnswer') {
        expect(answer).toMatchObject({ errors: [{ extensions: { code: 'KEY_REJECTED' } }] });
      } else expect(answer).not.toHaveProperty('errors');
      if (tab === 'Explain') expect(answer).toHaveProperty('extensions.upstream.0.endpoint');
      if (tab === 'Plan') expect(answer).toHaveProperty('extensions.plan.0.calls', 3);
      // What the page shows is the answer, not a complaint of its own about it.
      const shown = graphiql.page.locator('section.result-window');
      await expect.poll(() => shown.innerText()).toContain('"data"');
    }
  }, 60_000);

  test('explains a field, with its unit and the account modes it applies to', async () => {
    await graphiql.openDocs('CurrencyDetail', 'imr');
    const docs = graphiql.page.locator('.graphiql-doc-explorer');
    await expect.poll(() => docs.innerText()).toMatch(/Unit: /);
    expect(await docs.innerText()).toMatch(/Account modes: Futures/);
  });

  test('has an editor for headers and an explorer', async () => {
    await graphiql.page.getByRole('button', { name: 'Headers', exact: true }).click();
    await graphiql.page.getByRole('button', { name: 'Show GraphiQL Explorer' }).click();
    const explorer = graphiql.page.locator('.graphiql-plugin');
    await expect.poll(() => explorer.innerText()).toContain('Explorer');
  });

  test('looks as in the pictures of the README', async () => {
    for (const [name, png] of await takePictures()) {
      const kept = await readFile(new URL(name, picturesFolder));
      // Letters are drawn a little differently from machine to machine; another text is not that close.
      const share = await difference(graphiql.page, kept, png);
      expect(share, `${name}: if it is meant, \`npm run pictures\``).toBeLessThan(0.005);
    }
  }, 60_000);

  test('asks for nothing from outside and logs no error', () => {
    expect(graphiql.outside).toEqual([]);
    expect(graphiql.errors).toEqual([]);
  });
});
