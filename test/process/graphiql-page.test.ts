import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBrowser } from '../support/browser.ts';
import { type GraphiqlPage, openGraphiql } from '../support/graphiql-page.ts';
import { sizes } from '../support/graphiql-pictures.ts';
import { startMountingProxy } from '../support/mounting-proxy.ts';
import { describeWith } from '../support/programs.ts';
import { startStillGateway } from '../support/still-gateway.ts';

/** As long as a slow machine takes. */

describeWith('chromium', 'GraphiQL as the front door', () => {
  const resources = new AsyncDisposableStack();
  let gateway: Awaited<ReturnType<typeof startStillGateway>>;
  let browser: Awaited<ReturnType<typeof startBrowser>>;

  beforeAll(async () => {
    gateway = resources.use(await startStillGateway());
    browser = resources.use(await startBrowser());
  });

  afterAll(() => resources.disposeAsync(), 30_000);

  describe.each(sizes)('in a window of $width by $height', (size) => {
    let graphiql: GraphiqlPage;

    beforeAll(async () => {
      graphiql = await openGraphiql(browser.context, gateway.url, size);
      await graphiql.open('WhatCanLeave');
      await graphiql.run();
    });

    const box = async (selector: string) => {
      const found = await graphiql.page.locator(selector).boundingBox();
      return found ?? { x: 0, y: 0, width: 0, height: 0 };
    };

    test('says that the accounts are made up, in one line', async () => {
      const notice = graphiql.page.locator('#made-up');
      expect(await notice.innerText()).toBe('Made-up accounts: the embedded exchange answers.');
      expect((await box('#made-up')).height).toBeLessThan(40);
    });

    test('leaves room to read the answer', async () => {
      const { width, height } = await box('section.result-window');
      expect(width).toBeGreaterThan(320);
      expect(height).toBeGreaterThan(250);
    });

    test('tells the calls that it would take, and what is left of the rate limits, and nothing is out of sight', async () => {
      await expect.poll(graphiql.plan).toBe('2 calls');
      const status = graphiql.page.locator('#status');
      await expect
        .poll(() => status.innerText())
        .toMatch(
          /^2 calls, at once: balance 1, max-withdrawal 1\s+Left now: balance \d+ of 10, max-withdrawal \d+ of 20$/,
        );
      const { x, y, width, height } = await box('#status');
      expect(x + width).toBeLessThanOrEqual(size.width);
      expect(y + height).toBeLessThanOrEqual(size.height);
      const widest = await graphiql.page.evaluate(() => document.documentElement.scrollWidth);
      expect(widest).toBeLessThanOrEqual(size.width);
    });

    test('has a title in one line or none, with one more tab and the documentation open', async () => {
      await graphiql.page.getByRole('button', { name: 'New tab' }).click();
      await graphiql.page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
      await graphiql.page.locator('.graphiql-doc-explorer').waitFor();
      const [title, header] = [await box('.graphiql-logo'), await box('.graphiql-session-header')];
      expect(title.height).toBeLessThanOrEqual(header.height);
      expect(title.x + title.width).toBeLessThanOrEqual(size.width);
      expect(title.width > 0).toBe(size.width > 1_000);
    });

    test('welcomes in its documentation, with links to pages', async () => {
      const docs = graphiql.page.locator('.graphiql-doc-explorer');
      await expect.poll(() => docs.innerText()).toContain('Accounts of the exchange in one graph');
      const opened = browser.context.waitForEvent('page');
      await docs.getByRole('link', { name: 'Errors' }).click();
      const page = await opened;
      expect(await page.locator('h1').innerText()).toBe('Errors');
      await page.close();
      await graphiql.page.getByRole('button', { name: 'Hide Documentation Explorer' }).click();
      await graphiql.page.getByRole('button', { name: 'Close Tab' }).last().click();
    });
  });

  describe('the plan', () => {
    let graphiql: GraphiqlPage;

    beforeAll(async () => {
      graphiql = await openGraphiql(browser.context, gateway.url);
    });

    test('is known before anything is asked of the exchange', async () => {
      const before = gateway.calls();
      await graphiql.open('Plan');
      await expect.poll(graphiql.plan).toBe('3 calls');
      await graphiql.open('EveryAccount');
      await expect.poll(graphiql.plan).toBe('8 calls');
      expect(gateway.calls()).toBe(before);
    });

    test('follows what is typed, and is not there for what cannot be run', async () => {
      const { page, plan } = graphiql;
      await page.getByRole('button', { name: 'New tab' }).click();
      await page.locator('.graphiql-query-editor .view-lines').click();
      await page.keyboard.insertText('{ account { totalEq maxWithdrawal { maxWd } } }');
      await expect.poll(plan).toBe('2 calls');
      await page.keyboard.insertText(' {');
      await expect.poll(plan).toBe('');
      await page.keyboard.press('Backspace');
      await expect.poll(plan).toBe('2 calls');
      expect(graphiql.errors).toEqual([]);
    });

    test('is asked for one at a time, and for what stands there last', async () => {
      const { page, plan } = graphiql;
      const { promise: typed, resolve: endOfTyping } = Promise.withResolvers<void>();
      const asked: string[] = [];
      await page.route('**/graphql', async (route) => {
        const { query }: { readonly query: string } = route.request().postDataJSON();
        asked.push(query);
        await typed;
        await route.continue();
      });
      async function write(query: string): Promise<void> {
        await page.locator('.graphiql-query-editor .view-lines').click();
        await page.keyboard.press('Control+A');
        await page.keyboard.press('Delete');
        await page.keyboard.insertText(query);
        // Longer than the page waits for more.
        await page.waitForTimeout(700);
      }
      await write('{ account { uTime } }');
      await expect.poll(() => asked).toEqual(['{ account { uTime } }']);
      await write('{ accounts { uTime } }');
      await write('{ account { id } }');
      endOfTyping();
      await expect.poll(plan).toBe('0 calls');
      expect(asked).toEqual(['{ account { uTime } }', '{ account { id } }']);
      await page.unroute('**/graphql');
    });
  });

  describe('behind a proxy that mounts it elsewhere', () => {
    test('takes 2.6 MB at the first visit, and 20 KB at the next, which opens the same tab', async () => {
      await using proxy = await startMountingProxy(gateway.url, '/desk/accounts');
      await using visitor = await startBrowser();
      const visit = async (): Promise<number> => {
        const before = proxy.bytesSent();
        const graphiql = await openGraphiql(visitor.context, proxy.url);
        await expect.poll(graphiql.plan).toBe('1 call');
        expect(await graphiql.tabs()).toHaveLength(9);
        for (let sent = -1; sent !== proxy.bytesSent();) {
          sent = proxy.bytesSent();
          await graphiql.page.waitForTimeout(1_000);
        }
        expect(graphiql.errors).toEqual([]);
        await graphiql.page.close();
        return proxy.bytesSent() - before;
      };
      const first = await visit();
      expect(first).toBeGreaterThan(1_000_000);
      expect(first).toBeLessThanOrEqual(2_600_000);
      expect(await visit()).toBeLessThanOrEqual(20_000);
    });
  });
});
