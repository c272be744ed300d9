import type { Request } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBrowser } from '../support/browser.ts';
import { type GraphiqlPage, openGraphiql } from '../support/graphiql-page.ts';
import { describeWith } from '../support/programs.ts';
import { startStillGateway } from '../support/still-gateway.ts';

describeWith('chromium', 'the tab of live figures in GraphiQL', () => {
  const resources = new AsyncDisposableStack();
  let gateway: Awaited<ReturnType<typeof startStillGateway>>;
  let graphiql: GraphiqlPage;
  let open: () => number;

  beforeAll(async () => {
    gateway = resources.use(await startStillGateway({ moving: true }));
    const { context } = resources.use(await startBrowser());
    graphiql = await openGraphiql(context, gateway.url);
    open = openStreams(graphiql);
    await graphiql.open('Live');
  });
  afterAll(() => resources.disposeAsync(), 30_000);

  const total = async () =>
    /"totalEq": "([\d.]+)"/.exec(await graphiql.shownAnswer())?.[1] ?? 'none';

  async function showsOther(than: string): Promise<string> {
    await expect.poll(total).not.toBe(than);
    return total();
  }

  test('tells what a look may cost', async () => {
    await expect.poll(graphiql.plan).toBe('2 calls');
  });

  test('shows figures that change by themselves, until it is stopped', async () => {
    await graphiql.page.getByRole('button', { name: /Execute query/ }).click();
    const first = await showsOther('none');
    await showsOther(first);
    expect(open()).toBe(1);
    const budgets = graphiql.page.locator('#budgets');
    await expect.poll(() => budgets.innerText()).toMatch(/^Left now: balance \d+ of 10$/);

    await graphiql.page.getByRole('button', { name: /Stop/ }).click();
    await expect.poll(open).toBe(0);
    const calls = gateway.calls();
    const last = await total();
    await graphiql.page.waitForTimeout(2_500);
    expect([gateway.calls(), await total()]).toEqual([calls, last]);
    await graphiql.page.getByRole('button', { name: /Execute query/ }).waitFor();
  });

  test('can be started again, and another tab runs after it', async () => {
    const before = await total();
    await graphiql.page.getByRole('button', { name: /Execute query/ }).click();
    await showsOther(before);
    await graphiql.page.getByRole('button', { name: /Stop/ }).click();
    await graphiql.open('Overview');
    expect(await graphiql.run()).toHaveProperty('data.account');
    expect(open()).toBe(0);
  });

  test('logs no error', () => {
    expect([graphiql.errors, graphiql.outside]).toEqual([[], []]);
  });
});

/** How many subscriptions the page has open. */
function openStreams({ page }: GraphiqlPage): () => number {
  const open = new Set<Request>();
  page.on('request', (request) => {
    if (request.headers()['accept'] === 'text/event-stream') open.add(request);
  });
  page.on('requestfinished', (request) => open.delete(request));
  page.on('requestfailed', (request) => open.delete(request));
  return () => open.size;
}
