import type { BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBrowser } from '../support/browser.ts';
import { type BuiltDashboard, buildDashboard } from '../support/dashboard.ts';
import { openDashboard } from '../support/dashboard-page.ts';
import { freePort } from '../support/free-port.ts';
import { startGateway } from '../support/gateway-process.ts';
import { callers, tokens } from '../support/made-up-callers.ts';
import { describeWith } from '../support/programs.ts';
import { startStillGateway } from '../support/still-gateway.ts';

const size = { width: 1_280, height: 860 };

describeWith('chromium', 'the example of a page of live figures, when something is amiss', () => {
  const resources = new AsyncDisposableStack();
  let built: BuiltDashboard;
  let context: BrowserContext;

  beforeAll(async () => {
    built = resources.use(await buildDashboard());
    ({ context } = resources.use(await startBrowser()));
  });

  afterAll(() => resources.disposeAsync(), 30_000);

  test('goes on by itself when the gateway has been replaced, and when it has vanished', async () => {
    // One that the next gateway can have.
    const port = String(await freePort());
    const start = () => startGateway({ PORT: port, DRAIN_MS: '0' });
    let gateway = start();
    await using site = await built.serve(await gateway.url());
    await using dashboard = await openDashboard(context, site.url, { size });
    const { page, standing, amounts } = dashboard;
    const worth = () => amounts('Worth');
    await expect.poll(standing).toBe('Live');
    await page.clock.install();
    // By now, the page goes by the clock of the test.
    const first = await worth();
    await expect.poll(worth).not.toEqual(first);
    for (const way of ['SIGTERM', 'SIGKILL'] as const) {
      gateway.signal(way);
      await gateway.exit;
      if (way === 'SIGKILL') await page.clock.fastForward(30_000);
      await expect.poll(standing).toBe('Connection lost, trying again');
      const before = await worth();
      expect(before).toHaveLength(first.length);
      gateway = start();
      await expect.poll(standing).toBe('Live');
      await expect.poll(worth).not.toEqual(before);
    }
    gateway.signal('SIGKILL');
    await gateway.exit;
  });

  test('has the error of a currency in its cell, and the other figures', async () => {
    await using still = await startStillGateway();
    still.exchange.inject({ kind: 'refused-keys', endpoint: 'max-withdrawal', keys: ['ETH'] });
    await using site = await built.serve(still.url);
    await using dashboard = await openDashboard(context, site.url, { size });
    const { row, amounts, violations } = dashboard;
    await expect.poll(() => row('ETH')).toContain('The exchange does not accept this');
    expect(await row('ETH')).toContain('32.50928374');
    expect((await amounts('Can leave')).filter((amount) => amount === null)).toHaveLength(1);
    expect(await violations()).toEqual([]);
  });

  test('says what a gateway has against it, and asks no more', async () => {
    await using guarded = await startStillGateway({ callers: { callers, jwt: null } });
    await using site = await built.serve(guarded.url);
    await using dashboard = await openDashboard(context, site.url, {
      size,
      headers: { authorization: `Bearer ${tokens.alice}` },
    });
    const { page, standing } = dashboard;
    await expect.poll(standing).toBe('Live');
    await page.clock.install();
    await page.setExtraHTTPHeaders({});
    await page.getByLabel('Account').selectOption('futures');
    await expect.poll(() => page.getByRole('alert').innerText()).toContain('token');
    expect(await standing()).toBe('Not live');
    let requests = 0;
    page.on('request', () => {
      requests += 1;
    });
    await page.clock.fastForward(600_000);
    expect(await standing()).toBe('Not live');
    expect(requests).toBe(0);
  });
});
