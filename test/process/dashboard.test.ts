import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Big } from 'big.js';
import type { BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { defaultAccounts } from '../../src/simulator/accounts.ts';
import { startBrowser } from '../support/browser.ts';
import { type BuiltDashboard, buildDashboard } from '../support/dashboard.ts';
import { type DashboardPage, openDashboard } from '../support/dashboard-page.ts';
import { takeDashboardPictures } from '../support/dashboard-pictures.ts';
import { type GatewayProcess, startGateway } from '../support/gateway-process.ts';
import { difference, picturesFolder } from '../support/graphiql-pictures.ts';
import { describeWith } from '../support/programs.ts';
import { startStillGateway } from '../support/still-gateway.ts';

const sizes = [
  { width: 1_280, height: 860 },
  { width: 390, height: 844 },
] as const;

describeWith('chromium', 'the example of a page of live figures', () => {
  const resources = new AsyncDisposableStack();
  let built: BuiltDashboard;
  let context: BrowserContext;
  let gateway: GatewayProcess;
  let url: string;

  beforeAll(async () => {
    built = resources.use(await buildDashboard());
    ({ context } = resources.use(await startBrowser()));
    gateway = startGateway({ PORT: '0' });
    ({ url } = resources.use(await built.serve(await gateway.url())));
  });

  afterAll(async () => {
    gateway.signal('SIGKILL');
    await gateway.exit;
    await resources.disposeAsync();
  });

  describe.each(sizes)('in a window of $width by $height', (size) => {
    let dashboard: DashboardPage;

    beforeAll(async () => {
      dashboard = await openDashboard(context, url, { size });
    });

    test('shows figures, says that they are made up, and shows by itself what becomes of them', async () => {
      const worth = () => dashboard.amounts('Worth');
      await expect.poll(async () => (await worth()).length).toBeGreaterThan(40);
      expect(await dashboard.standing()).toBe('Live');
      expect(await dashboard.page.locator('main').innerText()).toContain('Made-up figures');
      const first = await worth();
      await expect.poll(worth).not.toEqual(first);
      expect(dashboard.page.url()).toBe(url);
    });

    test('sorts amounts to their last digit, by keyboard, and says how they are sorted', async () => {
      const { page, amounts } = dashboard;
      await page.getByRole('button', { name: 'Worth' }).focus();
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      expect(await amounts('Equity')).toEqual(sorted(await amounts('Equity'), -1));
      const header = page.getByRole('columnheader', { name: 'Equity' });
      expect(await header.getAttribute('aria-sort')).toBe('descending');
      await page.keyboard.press('Space');
      expect(await amounts('Equity')).toEqual(sorted(await amounts('Equity'), 1));
      expect(await header.getAttribute('aria-sort')).toBe('ascending');
      expect(await page.locator(':focus').innerText()).toContain('Equity');
    });

    test('has what cannot be sorted last, whichever way', async () => {
      const { page, amounts } = dashboard;
      for (const way of ['descending', 'ascending']) {
        const header = page.getByRole('columnheader', { name: 'With loans' });
        await header.getByRole('button').press('Enter');
        expect(await header.getAttribute('aria-sort')).toBe(way);
        const present = (await amounts('With loans')).map((amount) => amount !== null);
        expect(present).toContain(false);
        expect(present).toEqual(present.toSorted((one, other) => Number(other) - Number(one)));
      }
    });

    test('finds a currency, and says how many there are', async () => {
      const { page } = dashboard;
      const search = page.getByLabel('Search');
      await search.fill('pep');
      const balances = page.getByRole('table', { name: 'Balances' });
      await expect.poll(() => balances.getByRole('rowheader').allInnerTexts()).toEqual(['PEPE']);
      expect(await page.locator('output').innerText()).toMatch(/^1 of \d+$/);
      expect(await dashboard.amounts('Equity')).toEqual([expect.stringMatching(/\.\d{16}$/)]);
      await search.fill('');
    });

    test('has the error of an instrument in its row, and the figures of the others', async () => {
      const { page, row } = dashboard;
      await page.getByLabel('Instruments').fill('eth-eur  no-such');
      await page.keyboard.press('Enter');
      await expect.poll(() => row('NO-SUCH')).toContain('The exchange knows no such instrument.');
      expect(await row('ETH-EUR')).toMatch(/[\d,]+\.\d+\s+EUR/);
      expect(await row('ETH-EUR')).not.toContain('instrument');
      expect(await dashboard.standing()).toBe('Live');
    });

    test('shows another account, and what its mode does not have where it is missing', async () => {
      const { page, row, amounts } = dashboard;
      await page.getByLabel('Account').selectOption('futures');
      await expect.poll(async () => (await amounts('Worth')).length).toBe(8);
      expect(await row('BTC-USDT')).toContain('mgnCcy');
    });

    test.each(['light', 'dark'] as const)(
      'gives axe nothing to say in %s, and fits in its width',
      async (colorScheme) => {
        const { page, violations } = dashboard;
        await page.emulateMedia({ colorScheme });
        expect(await violations()).toEqual([]);
        const [ground = ''] = await page
          .locator('html')
          .evaluateAll((all) => all.map((one) => getComputedStyle(one).backgroundColor));
        expect(ground).toBe(colorScheme === 'dark' ? 'rgb(20, 22, 26)' : 'rgb(251, 251, 249)');
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(size.width);
      },
    );

    test('complains of nothing', () => {
      expect(dashboard.errors).toEqual([]);
    });
  });

  test('is the same while it is developed', async () => {
    await using site = await built.serve(await gateway.url(), 'dev');
    await using dashboard = await openDashboard(context, site.url, { size: sizes[0] });
    await expect.poll(async () => (await dashboard.amounts('Worth')).length).toBeGreaterThan(40);
    expect(await dashboard.standing()).toBe('Live');
    expect(dashboard.errors).toEqual([]);
  });

  test('tells amounts apart that differ in their last digit only', async () => {
    const cash = ['7', '9', '8'].map((digit) => `10679688.046053164309257${digit}`);
    const holdings = ['BTC', 'ETH', 'SOL'].map((ccy, at) => ({ ccy, cash: cash[at] ?? '' }));
    const held = defaultAccounts.map((account) => ({ ...account, holdings }));
    await using still = await startStillGateway({ held });
    await using site = await built.serve(still.url);
    await using dashboard = await openDashboard(context, site.url, { size: sizes[0] });
    await dashboard.page.getByRole('button', { name: 'Equity' }).click();
    const [least, most, middle] = cash;
    expect(await dashboard.amounts('Equity')).toEqual([most, middle, least]);
  });

  test('looks as in the pictures of the README, which `npm run pictures` takes', async () => {
    const pictures = await takeDashboardPictures(built);
    const kept = readdirSync(picturesFolder).filter((file) => file.startsWith('dashboard-'));
    const files = [...pictures.keys()].flatMap((name) => [`${name}.png`, `${name}.txt`]);
    expect(kept.toSorted()).toEqual(files.toSorted());
    const page = await context.newPage();
    for (const [name, { png, text }] of pictures) {
      expect(text).toBe(await readFile(new URL(`${name}.txt`, picturesFolder), 'utf8'));
      const before = await readFile(new URL(`${name}.png`, picturesFolder));
      expect(await difference(page, before, png)).toBeLessThan(0.005);
    }
  });
});

function sorted(amounts: readonly (string | null)[], sign: 1 | -1): readonly (string | null)[] {
  const present = amounts.filter((amount) => amount !== null);
  expect(present).toHaveLength(amounts.length);
  return present.toSorted((one, other) => sign * new Big(one).cmp(other));
}
