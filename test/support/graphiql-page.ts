import type { BrowserContext, Page } from 'playwright-core';

/** GraphiQL in a browser, and what it did that a user would not see. */
export interface GraphiqlPage {
  readonly page: Page;
  /** The names of the tabs, in order. */
  tabs(): Promise<readonly string[]>;
  open(tab: string): Promise<void>;
  /** Runs the operation of the tab that is open, and gives the answer. */
  run(): Promise<unknown>;
  /** Opens the documentation of a field. */
  openDocs(type: string, field: string): Promise<void>;
  /** Addresses that were asked for, beside the gateway's own. */
  readonly outside: readonly string[];
  /** Errors in the console, and uncaught ones. */
  readonly errors: readonly string[];
}

/** Nothing blinks or moves, so that the same view looks the same. */
const stillness =
  '* { caret-color: transparent !important; animation: none !important; transition: none !important } .cursors-layer { visibility: hidden !important }';

export async function openGraphiql(context: BrowserContext, url: string): Promise<GraphiqlPage> {
  const page = await context.newPage();
  const outside: string[] = [];
  const errors: string[] = [];
  const { origin } = new URL(url);
  page.on('request', (request) => {
    const address = request.url();
    if (!/^(?:data|blob):/.test(address) && new URL(address).origin !== origin)
      outside.push(address);
  });
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', ({ message }) => errors.push(message));
  await page.goto(url);
  await page.addStyleTag({ content: stillness });
  const tabs = page.getByRole('tablist').getByRole('tab');
  await tabs.first().waitFor();

  return {
    page,
    outside,
    errors,
    tabs: async () => (await tabs.allInnerTexts()).map((name) => name.trim()),
    async open(tab) {
      await page.getByRole('tablist').getByRole('button', { name: tab, exact: true }).click();
      // The editor changes a moment after the tab, and what runs is what it holds.
      const text = page.locator('.graphiql-query-editor .view-lines');
      await text.filter({ hasText: new RegExp(`(query|mutation)\\s${tab}\\b`) }).waitFor();
    },
    async run() {
      for (let times = 0; times < 10; times += 1) {
        const response = page
          .waitForResponse((one) => one.request().method() === 'POST', { timeout: 1_000 })
          .catch(() => null);
        await page.getByRole('button', { name: /Execute query/ }).click();
        const answer: unknown = await (await response)?.json();
        if (answer !== undefined) return answer;
        // For a moment after a change of tabs, GraphiQL looks for the operation of the tab before.
      }
      throw new Error('The operation was not run.');
    },
    async openDocs(type, field) {
      await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
      const docs = page.locator('.graphiql-doc-explorer');
      await docs.getByRole('link', { name: type, exact: true }).first().click();
      await docs.getByRole('link', { name: field, exact: true }).first().click();
    },
  };
}
