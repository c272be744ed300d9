import axe from 'axe-core';
import type { BrowserContext, Page } from 'playwright-core';
import { sawOutput } from './outputs.ts';

/** The example in a browser. */
export interface DashboardPage extends AsyncDisposable {
  readonly page: Page;
  /** The exact amounts of a column of the balances, from top to bottom; null where there is none. */
  amounts(column: string): Promise<readonly (string | null)[]>;
  /** What can be read in the row of a currency or of an instrument. */
  row(name: string): Promise<string>;
  standing(): Promise<string>;
  /** What axe-core has against the page as it is: the rule and where it is broken. */
  violations(): Promise<readonly string[]>;
  /** Errors in the console, and uncaught ones. */
  readonly errors: readonly string[];
}

interface DashboardOptions {
  readonly size: { readonly width: number; readonly height: number };
  readonly colorScheme?: 'light' | 'dark';
  /** Sent with each request. Default: none. */
  readonly headers?: Readonly<Record<string, string>>;
}

export async function openDashboard(
  context: BrowserContext,
  url: string,
  { size, colorScheme = 'light', headers = {} }: DashboardOptions,
): Promise<DashboardPage> {
  const page = await context.newPage();
  await page.setViewportSize(size);
  await page.emulateMedia({ colorScheme });
  await page.setExtraHTTPHeaders(headers);
  const errors: string[] = [];
  page.on('console', (message) => {
    sawOutput('console', message.text());
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', ({ message }) => errors.push(message));
  await page.goto(url);
  return {
    page,
    errors,
    amounts: (column) =>
      page
        .getByRole('table', { name: 'Balances' })
        .locator(`td[data-name="${column}"]`)
        .evaluateAll((cells) =>
          cells.map((cell) => cell.querySelector('data')?.getAttribute('value') ?? null),
        ),
    row: (name) =>
      page
        .getByRole('row')
        .filter({ has: page.getByRole('rowheader', { name, exact: true }) })
        .innerText(),
    standing: () => page.getByRole('status').first().innerText(),
    async violations() {
      await page.evaluate(axe.source);
      return page.evaluate<readonly string[]>(
        'axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => id + " " + target)))',
      );
    },
    [Symbol.asyncDispose]: () => page.close(),
  };
}
