import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { startBrowser } from '../support/browser.ts';
import { type GraphiqlPage, openGraphiql } from '../support/graphiql-page.ts';
import { sizes } from '../support/graphiql-pictures.ts';
import { callers, tokens } from '../support/made-up-callers.ts';
import { keepSecret } from '../support/outputs.ts';
import { describeWith } from '../support/programs.ts';
import { startStillGateway } from '../support/still-gateway.ts';

/** As long as a slow machine takes. */
/** Longer than the page waits before it asks for a plan. */
const aWhileMs = 1_200;

const missing =
  'This gateway answers whom it knows. Give your token: it is kept until this tab is closed.';

describeWith('chromium', 'GraphiQL of a gateway that wants to know who asks', () => {
  const resources = new AsyncDisposableStack();
  let gateway: Awaited<ReturnType<typeof startStillGateway>>;
  let browser: Awaited<ReturnType<typeof startBrowser>>;
  let graphiql: GraphiqlPage;
  /** Of each request that could tell something: its status, and whose token it had. */
  let asked: (readonly [status: number, token: string | undefined])[];

  beforeAll(async () => {
    for (const token of Object.values(tokens)) keepSecret(token);
    gateway = resources.use(await startStillGateway({ callers: { callers, jwt: null } }));
  });
  afterAll(() => resources.disposeAsync(), 30_000);
  beforeEach(async () => {
    browser = await startBrowser();
    await open();
  });
  afterEach(() => browser[Symbol.asyncDispose]());

  async function open(size?: (typeof sizes)[number]) {
    asked = [];
    browser.context.removeAllListeners('response');
    browser.context.on('response', (response) => {
      const request = response.request();
      if (request.method() !== 'POST' && !request.url().includes('introspection')) return;
      asked.push([response.status(), request.headers()['authorization']?.replace('Bearer ', '')]);
    });
    graphiql = await openGraphiql(browser.context, gateway.url, size);
  }

  const said = () => graphiql.page.locator('#token-said').innerText();
  const field = () => graphiql.page.getByLabel('Token', { exact: true });
  const forget = () => graphiql.page.getByRole('button', { name: 'Forget' });

  async function give(token: string): Promise<void> {
    await field().fill(token);
    await field().press('Enter');
  }

  /** Something else in the query than before. */
  async function type(text: string): Promise<void> {
    await graphiql.page.locator('.graphiql-query-editor .view-lines').click();
    await graphiql.page.keyboard.press('Control+Home');
    await graphiql.page.keyboard.insertText(text);
    await graphiql.page.waitForTimeout(aWhileMs);
  }

  test('without a token it says so, and asks for nothing', async () => {
    expect(await said()).toBe(missing);
    await type('# something\n');
    await graphiql.page.getByRole('button', { name: /Execute query/ }).click();
    await expect.poll(graphiql.shownAnswer).toMatch(/Give\s+your token/);
    expect(asked).toEqual([]);
    expect(graphiql.errors).toEqual([]);
  });

  test('with a token it shows schema, plan, answer and budgets of the one whose it is', async () => {
    await give(` Bearer ${tokens.alice} `);
    await expect.poll(said).toBe('A token is given; it is kept until this tab is closed.');
    await expect.poll(graphiql.plan).toBe('1 call');
    await graphiql.open('EveryAccount');
    expect(await graphiql.run()).toMatchObject({
      data: { accounts: [{ id: 'spot' }, { id: 'futures' }] },
    });
    const budgets = graphiql.page.locator('#budgets');
    await expect.poll(() => budgets.innerText()).toMatch(/^Left now: spot /);
    await graphiql.openDocs('CurrencyDetail', 'imr');
    expect(new Set(asked.map(([status, token]) => `${status} ${token}`))).toEqual(
      new Set([`200 ${tokens.alice}`]),
    );
    expect(graphiql.errors).toEqual([]);
  });

  test('keeps the token for the tab alone, and where nothing else is kept', async () => {
    await give(tokens.alice);
    await expect.poll(graphiql.plan).toBe('1 call');
    await graphiql.page.waitForTimeout(aWhileMs);
    const kept = await graphiql.page.evaluate(() => ({
      session: Object.values(sessionStorage),
      others: JSON.stringify([
        Object.entries(localStorage),
        document.cookie,
        location.href,
        history.state,
      ]),
      shown: document.documentElement.outerHTML,
    }));
    expect(kept.session).toEqual([tokens.alice]);
    for (const text of [kept.others, kept.shown]) expect(text).not.toContain(tokens.alice);
    expect(await field().inputValue()).toBe('');
    await graphiql.page.reload();
    await expect.poll(graphiql.plan).toBe('1 call');
    const other = await openGraphiql(browser.context, gateway.url);
    expect(await other.page.locator('#token-said').innerText()).toBe(missing);
  });

  test('forgets it when told to, by the keyboard, and asks for nothing more', async () => {
    await give(tokens.alice);
    await expect.poll(graphiql.plan).toBe('1 call');
    await graphiql.page.keyboard.press('Enter');
    expect(await said()).toBe(missing);
    await expect.poll(graphiql.plan).toBe('');
    expect(await field().evaluate((one) => one === document.activeElement)).toBe(true);
    expect(await graphiql.page.evaluate(() => sessionStorage.length)).toBe(0);
    const before = asked.length;
    await type('# something\n');
    expect(asked).toHaveLength(before);
  });

  test('says when it was refused, and asks no more until it is another', async () => {
    await give('made-up-token-of-nobody');
    await expect.poll(said).toMatch(/^The token was refused\. \S/);
    await type('# something\n');
    const refusals = asked.filter(([status]) => status === 401);
    expect(refusals.length).toBeLessThanOrEqual(2);
    const before = asked.length;
    await type('# something else\n');
    expect(asked).toHaveLength(before);
    await expect.poll(graphiql.shownAnswer).toMatch(/was refused|not known/);
    await give(tokens.bob);
    await expect.poll(graphiql.plan).toBe('1 call');
    expect(await forget().isVisible()).toBe(true);
  });

  test('says when the token may not explore, and answers queries', async () => {
    await give(tokens.robot);
    await expect.poll(said).toContain('it may not explore');
    await graphiql.open('RateBudgets');
    expect(await graphiql.run()).toMatchObject({ data: { account: { id: 'spot' } } });
  });

  test('subscribes by the token, too, and says when it was refused', async () => {
    await graphiql.open('Live');
    const run = () => graphiql.page.getByRole('button', { name: /Execute query/ }).click();
    await give('made-up-token-of-nobody');
    await expect.poll(said).toMatch(/^The token was refused/);
    await run();
    await expect.poll(graphiql.shownAnswer).toMatch(/was refused|not known/);
    await give(tokens.alice);
    await expect.poll(said).toMatch(/^A token is given/);
    await run();
    await expect.poll(graphiql.shownAnswer).toContain('"totalEq"');
  });

  test('what cannot be a token is not taken for one', async () => {
    await give('two words');
    expect(await said()).toMatch(/^That is no token/);
    expect(await graphiql.page.evaluate(() => sessionStorage.length)).toBe(0);
  });

  test('headers of a tab may name another caller', async () => {
    await give(tokens.alice);
    await expect.poll(graphiql.plan).toBe('1 call');
    await graphiql.open('EveryAccount');
    await graphiql.page.getByRole('button', { name: 'Headers', exact: true }).click();
    const editor = graphiql.page.locator('.graphiql-editor-tool .view-lines:visible');
    await editor.click();
    await graphiql.page.keyboard.press('Control+A');
    await graphiql.page.keyboard.insertText(`{ "Authorization": "Bearer ${tokens.bob}" }`);
    // The editor closes the bracket once more.
    await graphiql.page.keyboard.press('Delete');
    await graphiql.page.waitForTimeout(aWhileMs);
    expect(await graphiql.run()).toMatchObject({ data: { accounts: [{ id: 'portfolio' }] } });
    await graphiql.page.waitForTimeout(aWhileMs);
    const kept = await graphiql.page.evaluate(() => JSON.stringify(Object.entries(localStorage)));
    expect(kept).toContain('Authorization');
    expect(kept).not.toContain(tokens.bob);
    // The other headers are still there, and the token of the page takes the place of the other.
    await graphiql.page.reload();
    await graphiql.open('Plan');
    await expect.poll(graphiql.plan).toBe('3 calls');
    await graphiql.open('EveryAccount');
    expect(await graphiql.run()).toMatchObject({ data: { accounts: [{ id: 'spot' }, {}] } });
  });

  test.each(sizes)('has room in a window of $width by $height', async (size) => {
    await open(size);
    const { page } = graphiql;
    for (const part of [field(), page.getByRole('button', { name: 'Use' })]) {
      const box = await part.boundingBox();
      expect(box?.x ?? -1).toBeGreaterThanOrEqual(0);
      expect((box?.x ?? 0) + (box?.width ?? Infinity)).toBeLessThanOrEqual(size.width);
    }
    const bar = await page.locator('#token').boundingBox();
    expect(bar?.height).toBeLessThan(110);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(size.width);
    const foot = await page.locator('#status').boundingBox();
    expect((foot?.y ?? 0) + (foot?.height ?? Infinity)).toBeLessThanOrEqual(size.height);
  });
});
