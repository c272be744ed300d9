import { pino } from 'pino';
import { openAdmin } from '../../src/server/admin.ts';
import { createAdminPort } from './admin-port.ts';
import { startBrowser } from './browser.ts';
import type { Picture } from './graphiql-pictures.ts';
import { createHarness } from './harness.ts';

/** What a notebook and a phone show of it at first, so that the pictures are small. */
const sizes = [
  { width: 1_280, height: 540 },
  { width: 390, height: 560 },
];

const of = (id: string, currencies: number) =>
  `{ account(id: "${id}") { details(ccy: ${JSON.stringify(Array.from({ length: currencies }, (_, mark) => `X${mark}`))}) { ccy } maxWithdrawal { maxWd } maxLoan(instId: ["BTC-USDT"], mgnMode: CROSS) { maxLoan } } }`;

/** Takes the pictures of the status anew, of a gateway that is in trouble on a clock that stands still: name → picture. */
export async function takeStatusPictures(): Promise<ReadonlyMap<string, Picture>> {
  const since = 5_000;
  const { query, clock, ...harness } = createHarness({
    redis: () => ({
      standing: 'shared',
      since,
      isPaused: false,
      closedForMs: 0,
      partForMs: 120_000,
      replicas: 2,
      trouble: null,
    }),
  });
  const files = () => [
    {
      setting: 'CALLERS_FILE',
      readAt: since,
      refused: {
        at: since + 60_000,
        reason: 'CALLERS_FILE callers.json, entry 2: tokens must be a list',
      },
    },
  ];
  await query(of('spot', 1));
  harness.exchange.inject({ kind: 'foreign-address', accountId: 'spot' });
  await clock.advance(60_000);
  await query(of('spot', 1));
  await clock.advance(195_000);
  await query(of('futures', 120));
  await query(of('multi-currency', 30));
  await clock.advance(1_000);

  const { routes } = createAdminPort({ ...harness, clock, files });
  const log = pino({ level: 'silent' });
  const admin = await openAdmin({ adminHost: '127.0.0.1', adminPort: 0 }, routes, log);
  await using resources = new AsyncDisposableStack();
  resources.defer(async () => admin.close(0));
  const browser = resources.use(await startBrowser());
  const page = await browser.context.newPage();
  await page.clock.install({ time: clock.wallTime() });
  await page.clock.pauseAt(clock.wallTime() + 1);
  const pictures = new Map<string, Picture>();
  for (const size of sizes) {
    await page.setViewportSize(size);
    await page.goto(`${admin.url}/status`);
    const text = await page.locator('main').innerText();
    // Below stand versions.
    const [shown = ''] = text.split('\nGateway\n');
    pictures.set(`status-${size.width}`, { png: await page.screenshot(), text: `${shown}\n` });
  }
  return pictures;
}
