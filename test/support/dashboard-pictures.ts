import { listen } from '../../src/server/listen.ts';
import { startBrowser } from './browser.ts';
import type { BuiltDashboard } from './dashboard.ts';
import { openDashboard } from './dashboard-page.ts';
import type { Picture } from './graphiql-pictures.ts';
import { createHarness } from './harness.ts';
import { createManualClock } from './manual-clock.ts';

const sizes = [
  { width: 1_280, height: 860 },
  { width: 390, height: 844 },
];

/** Takes the pictures of the example anew, in light and in dark, with an instrument that does not exist: name → picture. */
export async function takeDashboardPictures({
  serve,
}: BuiltDashboard): Promise<ReadonlyMap<string, Picture>> {
  const moving = createManualClock();
  const wallTime = moving.wallTime();
  // Calls take time, and times to read stand still.
  const clock = { ...moving, wallTime: () => wallTime };
  const { gateway } = createHarness({ clock, madeUp: true });
  await using resources = new AsyncDisposableStack();
  const server = await listen(gateway.handler, { host: '127.0.0.1', port: 0 });
  resources.defer(() => server.close(0));
  const site = resources.use(await serve(server.url));
  const { context } = resources.use(await startBrowser());

  const pictures = new Map<string, Picture>();
  for (const size of sizes) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await using dashboard = await openDashboard(context, site.url, { size, colorScheme });
      const { page } = dashboard;
      /** A millisecond at a time, so that it is looked at once only. */
      async function until(text: string): Promise<void> {
        const shown = page.getByText(text, { exact: true });
        while ((await shown.count()) === 0) await clock.advance(1);
      }
      await until('BTC-USDT');
      await page.getByLabel('Instruments').fill('BTC-USDT, ETH-EUR, NO-SUCH');
      await page.keyboard.press('Enter');
      await until('NO-SUCH');
      await until('The exchange knows no such instrument.');
      await page.getByLabel('Instruments').blur();
      const png = await page.screenshot();
      const text = await page.locator('main').innerText();
      const [shown = ''] = text.split('\nAvailable\n');
      pictures.set(`dashboard-${size.width}-${colorScheme}`, { png, text: `${shown}\n` });
      // Until none of these calls counts any more.
      await clock.advance(5_000);
    }
  }
  return pictures;
}
