import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { createSimulatedExchange } from '../../src/simulator/exchange.ts';
import { systemClock as clock } from '../../src/time/clock.ts';
import { startBrowser } from '../support/browser.ts';
import { startBuiltPage } from '../support/built-page.ts';
import { freePort } from '../support/free-port.ts';
import { describeWith } from '../support/programs.ts';
import { accountsFileOf, start } from '../support/running-gateway.ts';
import { liveParts } from '../support/stock-clients/questions.ts';

const folder = fileURLToPath(new URL('../support/stock-clients/', import.meta.url));

describeWith('chromium', 'fifty parts of a page that watch the same account', () => {
  const resources = new AsyncDisposableStack();
  let origin: string;
  let browser: Awaited<ReturnType<typeof startBrowser>>;

  beforeAll(async () => {
    ({ origin } = resources.use(await startBuiltPage(folder)));
    browser = resources.use(await startBrowser());
  });
  afterAll(() => resources.disposeAsync(), 30_000);

  /** A gateway that can be started again at the same port, and the calls that its exchange has had. */
  async function prepareGateway() {
    const exchange = createSimulatedExchange({ clock, seed: 1 });
    const port = await freePort();
    const environment = {
      PORT: String(port),
      CORS_ORIGINS: origin,
      ACCOUNTS_FILE: await accountsFileOf(exchange),
    };
    return { startOnce: () => start(environment), calls: () => exchange.calls.length };
  }

  async function open(client: string, url: string): Promise<LivePage> {
    const page = await browser.context.newPage();
    onTestFinished(() => page.close());
    return openLive(page, `${origin}/?${String(new URLSearchParams({ client, url }))}`);
  }

  test.each(['live-apollo', 'live-urql'])(
    '%s: show what changes, over one connection and for the calls of one, and go on after a restart',
    async (client) => {
      const { startOnce, calls } = await prepareGateway();
      const gateway = startOnce();
      const page = await open(client, await gateway.url());
      const first = await page.other('');
      const since = performance.now();
      const before = calls();
      const second = await page.other(first);
      const last = await page.other(second);
      // One look a second, and one that may have been under way.
      const looks = Math.ceil((performance.now() - since) / 1_000) + 1;
      expect(calls() - before).toBeLessThanOrEqual(looks);
      expect(page.connections()).toBe(1);

      gateway.signal('SIGTERM');
      expect(await gateway.exit).toBe(0);
      await startOnce().url();
      await page.other(last);
      expect(page.loads()).toBe(1);
      expect(page.complaints()).toEqual([]);
    },
  );

  test('pages of several clients cost together what one costs', async () => {
    const { startOnce, calls } = await prepareGateway();
    const url = await startOnce().url();
    const pages = [await open('live-apollo', url), await open('live-urql', url)];
    const firsts = await Promise.all(pages.map((page) => page.other('')));
    const since = performance.now();
    const before = calls();
    await Promise.all(pages.map((page, index) => page.other(firsts[index] ?? '')));
    const looks = Math.ceil((performance.now() - since) / 1_000) + 1;
    expect(calls() - before).toBeLessThanOrEqual(looks);
  });
});

/** A page whose parts all show the same figure. */
interface LivePage {
  /** Another figure than that, once all parts show it. */
  other(figure: string): Promise<string>;
  /** How many subscriptions it has sent. */
  connections(): number;
  /** How often it was loaded. */
  loads(): number;
  /** Uncaught errors, and those in the console but for those of the network. */
  complaints(): readonly string[];
}

async function openLive(page: Page, address: string): Promise<LivePage> {
  let connections = 0;
  let loads = 0;
  const complaints: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST') connections += 1;
  });
  page.on('load', () => (loads += 1));
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => {
    const isOfNetwork = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !isOfNetwork) complaints.push(message.text());
  });
  await page.goto(address);
  const shown = async () => {
    const figures = await page.locator('.figure').allInnerTexts();
    return figures.length === liveParts && new Set(figures).size === 1 ? (figures[0] ?? '') : '';
  };
  return {
    async other(figure) {
      let found = '';
      await expect
        .poll(async () => (found = await shown()), { timeout: 20_000 })
        .toSatisfy((one: string) => /^\d+\.\d+$/.test(one) && one !== figure);
      return found;
    },
    connections: () => connections,
    loads: () => loads,
    complaints: () => complaints,
  };
}
