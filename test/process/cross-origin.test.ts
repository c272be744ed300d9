import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { startBrowser } from '../support/browser.ts';
import { describeWith } from '../support/programs.ts';
import { start } from '../support/running-gateway.ts';

/** The origin of an empty page, until the end of the test. */
async function servePage(): Promise<string> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<title>page</title>');
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}

/** Runs in the page. */
async function askFrom(url: string): Promise<unknown> {
  const headers = { 'content-type': 'application/json', 'x-explain': 'calls' };
  const body = JSON.stringify({ query: '{ account { id } }' });
  try {
    const response = await fetch(url, { method: 'POST', headers, body });
    return { calls: response.headers.get('x-exchange-calls'), answer: await response.json() };
  } catch {
    return 'not let in';
  }
}

describeWith('chromium', 'a page of another origin, in a browser', () => {
  test('reads the gateway if its origin is listed, and no other does', async () => {
    const [listed, unlisted] = [await servePage(), await servePage()];
    const url = await start({ CORS_ORIGINS: listed }).url();
    await using browser = await startBrowser();
    const page = await browser.context.newPage();
    await page.goto(listed);
    expect(await page.evaluate(askFrom, url)).toEqual({
      calls: '0',
      answer: {
        data: { account: { id: 'multi-currency' } },
        extensions: { calls: [], madeUp: true },
      },
    });
    await page.goto(unlisted);
    expect(await page.evaluate(askFrom, url)).toBe('not let in');
  });
});
