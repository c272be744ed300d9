import type { BrowserContext, Locator, Page, Request } from 'playwright-core';
import { sawOutput } from './outputs.ts';

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
  /** All that can be read on the page but for labels and budgets: notice, tabs, editors, answer, plan, documentation. */
  text(): Promise<string>;
  /** Opens the documentation of a field. */
  openDocs(type: string, field: string): Promise<void>;
  /** Addresses that were asked for, beside the gateway's own. */
  readonly outside: readonly string[];
  /** What the operation would cost, as it stands beside the play button. */
  plan(): Promise<string>;
  /** Errors in the console, and uncaught ones. */
  readonly errors: readonly string[];
}

/** Nothing blinks or moves, so that the same view looks the same. */
const stillness =
  '* { caret-color: transparent !important; animation: none !important; transition: none !important } .cursors-layer { visibility: hidden !important }';

/** @param size of the window; that of a small notebook unless said otherwise */
export async function openGraphiql(
  context: BrowserContext,
  url: string,
  size = { width: 1_280, height: 720 },
): Promise<GraphiqlPage> {
  const page = await context.newPage();
  await page.setViewportSize(size);
  const outside: string[] = [];
  const errors: string[] = [];
  const { origin } = new URL(url);
  page.on('request', (request) => {
    const address = request.url();
    sawOutput('address', address);
    if (!/^(?:data|blob):/.test(address) && new URL(address).origin !== origin)
      outside.push(address);
  });
  page.on('console', (message) => {
    sawOutput('console', message.text());
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
      await text
        .filter({ hasText: new RegExp(`(query|mutation|subscription)\\s${tab}\\b`) })
        .waitFor();
      opened = tab;
    },
    async run() {
      const response = page.waitForResponse((one) => isRunOf(opened, one.request()));
      await page.getByRole('button', { name: /Execute query/ }).click();
      const answer: unknown = await (await response).json();
      return answer;
    },
    plan: () => page.locator('#plan-tag').innerText(),
    shownAnswer: () => linesOf(page.locator('section.result-window .view-lines')),
    async showEndOfAnswer() {
      await page.locator('section.result-window .view-lines').click();
      await page.keyboard.press('Control+End');
    },
    async text() {
      const editors = await page.locator('.view-lines:visible').all();
      const panes = await page.locator('.graphiql-plugin:visible').allInnerTexts();
      const parts = [
        await page.locator('#made-up').innerText(),
        (await tabNames()).join(' '),
        ...(await Promise.all(editors.map(linesOf))),
        await page.locator('#plan').innerText(),
      ];
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

/** Whether a request runs an operation, and does not only ask for its plan, which is the same in the tab `Plan`. */
function isRunOf(operation: string, request: Request): boolean {
  if (request.method() !== 'POST') return false;
  const { operationName }: { readonly operationName?: string } = request.postDataJSON();
  if (operationName !== operation) return false;
  return operation === 'Plan' || request.headers()['x-explain'] !== 'plan';
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
