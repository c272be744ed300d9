import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Secret } from '../../src/exchange/secret.ts';
import { takeStatusPictures } from '../support/status-pictures.ts';
import { startBrowser } from '../support/browser.ts';
import { difference, picturesFolder } from '../support/graphiql-pictures.ts';
import { describeWith } from '../support/programs.ts';
import {
  hardToRead,
  openStatusPage,
  startWatchedGateway,
  type StatusPage,
} from '../support/status-page.ts';

/** As long as a slow machine takes. */
const sizes = [
  { width: 1_280, height: 720 },
  { width: 390, height: 844 },
];
const hostile = `<img src=x onerror="alert('ran')"></script><script>alert('ran')</script>`;
const bySpot = '{ account(id: "spot") { details(ccy: ["BTC"]) { ccy } } }';
const byFutures = '{ account(id: "futures") { details(ccy: ["BTC"]) { ccy } } }';

describeWith('chromium', 'the page of the status', () => {
  const resources = new AsyncDisposableStack();
  let gateway: Awaited<ReturnType<typeof startWatchedGateway>>;
  let browser: Awaited<ReturnType<typeof startBrowser>>;

  beforeAll(async () => {
    browser = resources.use(await startBrowser());
    gateway = resources.use(
      await startWatchedGateway((made) =>
        made.map((one) => (one.id === 'portfolio' ? { ...one, id: hostile } : one)),
      ),
    );
    gateway.exchange.inject({ kind: 'foreign-address', accountId: 'spot' });
    await gateway.query(byFutures);
    await gateway.query(bySpot);
  });

  afterAll(() => resources.disposeAsync(), 30_000);

  describe.each(sizes)('in a window of $width by $height', (size) => {
    let status: StatusPage;

    beforeAll(async () => {
      status = await openStatusPage(browser.context, gateway.url, size);
    });

    test('says first, in a word and in a sentence, what is the matter', async () => {
      expect(await status.verdict()).toMatch(
        /^!\s+Impaired\s+1 of 4 accounts stopped\.\s+spot: The gateway's address is not on the allow-list of the API key \(50110\)\. Tried again every 20 s, when it is asked for\. For \d+ s, since \d\d:\d\d:\d\d UTC\.$/,
      );
      expect(await status.page.title()).toBe('Impaired · OKX account gateway');
      const { y, height } = (await status.page.locator('#verdict').boundingBox()) ?? {};
      expect((y ?? NaN) + (height ?? NaN)).toBeLessThan(size.height);
    });

    test('has the account that is stopped before the others', async () => {
      const [first, ...others] = await status.accounts();
      expect(first).toMatch(/^Stopped\s+spot\s+www\.okx\.com/);
      expect(others.map((text) => text.split('\n')[0])).toEqual([
        'Not asked yet',
        'Well',
        'Not asked yet',
      ]);
    });

    test('has what is left of limits as meters, headings in order, and a verdict that is read out when it changes', async () => {
      const { page } = status;
      const meter = page.getByRole('listitem').filter({ hasText: 'futures' }).getByRole('meter');
      expect(await meter.getAttribute('aria-label')).toBe('balance: calls in use, in 2 s');
      expect(await meter.getAttribute('aria-valuemax')).toBe('10');
      const levels = await page
        .locator('h1, h2, h3')
        .evaluateAll((all) => all.map((one) => one.tagName));
      expect(levels).toEqual(['H1', 'H2', 'H3', 'H3', 'H3', 'H3', 'H2']);
      expect(await page.getByRole('status').innerText()).toBe('! Impaired');
    });

    test('can be read by daylight and in the dark, and nothing is out of sight', async () => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await status.page.emulateMedia({ colorScheme });
        expect(await hardToRead(status.page)).toEqual([]);
      }
      const widest = await status.page.evaluate(() => document.documentElement.scrollWidth);
      expect(widest).toBeLessThanOrEqual(size.width);
    });

    test('takes ids for text, whatever is in them, and asks nobody else for anything', async () => {
      expect((await status.accounts()).join()).toContain(hostile);
      expect(await status.page.locator('img').count()).toBe(0);
      expect({ errors: status.errors, outside: status.outside }).toEqual({
        errors: [],
        outside: [],
      });
    });
  });

  test('looks as in the pictures of docs/operating.md, which `npm run pictures` takes', async () => {
    const pictures = await takeStatusPictures();
    const page = await browser.context.newPage();
    for (const [name, { png, text }] of pictures) {
      expect(text).toBe(await readFile(new URL(`${name}.txt`, picturesFolder), 'utf8'));
      // Letters are drawn a little differently from machine to machine.
      const kept = await readFile(new URL(`${name}.png`, picturesFolder));
      expect(await difference(page, kept, png)).toBeLessThan(0.005);
    }
  });

  test.each(sizes)('has its bars in line, $width wide', async (size) => {
    await using watched = await startWatchedGateway();
    await watched.query(
      '{ account(id: "spot") { details(ccy: ["BTC"]) { ccy } maxWithdrawal { maxWd } } }',
    );
    const { page } = await openStatusPage(browser.context, watched.url, size);
    // With nothing left, the figures are the widest.
    await page.route('**/status?*', async (route) => {
      const response = await route.fetch();
      const body = (await response.text()).replaceAll(
        /"limit":(\d+),"windowMs":(\d+),"inUse":\d+/g,
        '"limit":$1,"windowMs":$2,"inUse":$1',
      );
      await route.fulfill({ response, body });
    });
    await expect.poll(async () => page.locator('.full').count()).toBe(2);
    const bars = await page.locator('[data-key="spot"] .bar').all();
    const places = await Promise.all(bars.map((bar) => bar.boundingBox()));
    expect(places).toHaveLength(2);
    expect(places[0]?.y).toBe(places[1]?.y);
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await page.close();
  });

  test('follows what happens, and touches only what differs', async () => {
    await using watched = await startWatchedGateway();
    const { page, verdict, accounts } = await openStatusPage(browser.context, watched.url, {
      width: 800,
      height: 900,
    });
    expect(await verdict()).toMatch(
      /^✓\s+Well\s+All well: 4 accounts, 4 of them not asked for yet\.$/,
    );
    const item = await page.$('#list > li[data-key="spot"]');
    const mend = watched.exchange.inject({ kind: 'foreign-address' });
    await watched.query(bySpot);
    await expect.poll(verdict).toContain('1 of 4 accounts stopped.');
    expect((await accounts())[0]).toContain('spot');
    mend();
    await watched.query(byFutures);
    await expect.poll(accounts).toContainEqual(expect.stringMatching(/^Well\s+futures/));
    // It has moved to the top, and is the one that it was.
    expect(await item?.evaluate((node) => node.isConnected && !node.previousSibling)).toBe(true);
  });

  test('says when it has lost contact, what it shows then is of when, and when it is back', async () => {
    const { page, verdict } = await openStatusPage(browser.context, gateway.url, {
      width: 800,
      height: 900,
    });
    await page.route('**/status?*', (route) => route.abort());
    await expect
      .poll(verdict)
      .toMatch(
        /^\?\s+No contact\s+The gateway has not answered this page for \d+ s\. What stands below was so at \d\d:\d\d:\d\d UTC\.$/,
      );
    expect(await page.locator('#contact').innerText()).toMatch(/^No contact for \d+ s$/);
    expect(await page.locator('#problems').innerText()).toContain('1 of 4 accounts stopped.');
    await page.unroute('**/status?*');
    await expect.poll(verdict).toContain('Impaired');
  });

  test('shows the worst 50 of 10,000 accounts, and finds any other', async () => {
    await using many = await startWatchedGateway(([one]) =>
      Array.from({ length: 10_000 }, (_, number) => ({
        apiKey: new Secret(`made-up-${number}`),
        secretKey: new Secret('made-up-secret'),
        passphrase: new Secret('made-up-word'),
        baseUrl: one?.baseUrl ?? '',
        demo: false,
        id: `account-${number}`,
      })),
    );
    await many.query('{ account(id: "account-7777") { totalEq } }');
    const { page, accounts } = await openStatusPage(browser.context, many.url, {
      width: 1_280,
      height: 720,
    });
    const shown = await accounts();
    expect(shown).toHaveLength(50);
    expect(shown[0]).toMatch(/^Stopped\s+account-7777/);
    expect(await page.locator('#counts').innerText()).toContain('the worst 50 of 10,000 are shown');
    await page.getByLabel('Find').fill('T-1234');
    await expect.poll(accounts).toEqual([expect.stringContaining('account-1234')]);
  });
});
