import type { BrowserContext, Locator, Page, Request } from 'playwright-core';

/** GraphiQL in a browser, and what it did that a user would not see. */
export interface GraphiqlPage {
  readonly page: Page;
  /** The names of the tabs, in order. */
  tabs(): Promise<readonly string[]>;
  open(tab: string): Promise<void>;
  /** Runs the operation of the tab that was opened last, and gives the answer of the gateway. */
  run(): Promise<unknown>;
  /** What stands in the window of answers, down to the end of the page. */
  shownAnswer(): Promise<string>;
  /** Goes to the end of an answer that is longer than its window. */
  showEndOfAnswer(): Promise<void>;
  /** All that can be read on the page but for labels: tabs, editors, answer, documentation. */
  text(): Promise<string>;
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
  const tabNames = async () => (await tabs.allInnerTexts()).map((name) => name.trim());
  let opened = '';

  return {
    page,
    outside,
    errors,
    tabs: tabNames,
    async open(tab) {
      await page.getByRole('tablist').getByRole('button', { name: tab, exact: true }).click();
      // The editor changes a moment after the tab, and what runs is what it holds.
      const text = page.locator('.graphiql-query-editor .view-lines');
      await text.filter({ hasText: new RegExp(`(query|mutation)\\s${tab}\\b`) }).waitFor();
      opened = tab;
    },
    async run() {
      for (let times = 0; times < 10; times += 1) {
        const response = page
          .waitForResponse((one) => operationOf(one.request()) === opened, { timeout: 1_000 })
          .catch(() => null);
        await page.getByRole('button', { name: /Execute query/ }).click();
        const answer: unknown = await (await response)?.json();
        if (answer !== undefined) return answer;
        // For a moment after a change of tabs, GraphiQL looks for the operation of the tab before.
      }
      throw new Error('The operation was not run.');
    },
    shownAnswer: () => linesOf(page.locator('section.result-window .view-lines')),
    async showEndOfAnswer() {
      await page.locator('section.result-window .view-lines').click();
      await page.keyboard.press('Control+End');
    },
    async text() {
      const editors = await page.locator('.view-lines:visible').all();
      const panes = await page.locator('.graphiql-plugin:visible').allInnerTexts();
      const parts = [(await tabNames()).join(' '), ...(await Promise.all(editors.map(linesOf)))];
      return `${[...parts, ...panes].join('\n\n')}\n`;
    },
    async openDocs(type, field) {
      await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
      const docs = page.locator('.graphiql-doc-explorer');
      await docs.getByRole('link', { name: type, exact: true }).first().click();
      await docs.getByRole('link', { name: field, exact: true }).first().click();
    },
  };
}

/** The name of the operation that a request asks for; none for what is no query. */
function operationOf(request: Request): string | undefined {
  if (request.method() !== 'POST') return undefined;
  const { operationName }: { readonly operationName?: string } = request.postDataJSON();
  return operationName;
}

/** The lines of an editor from top to bottom: the document has them in the order in which they were drawn. */
async function linesOf(editor: Locator): Promise<string> {
  const lines = await editor.locator('.view-line').evaluateAll((all) =>
    all.map((line) => ({
      top: line.getBoundingClientRect().top,
      text: (line.textContent ?? '').replaceAll('\u00A0', ' '),
    })),
  );
  return lines
    .toSorted((a, b) => a.top - b.top)
    .map(({ text }) => text)
    .join('\n');
}
