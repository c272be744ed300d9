import { type BrowserContext, chromium } from 'playwright-core';
import { pathOf } from './programs.ts';

/** A new browser that knows nothing yet and reaches nothing but this machine; disposing ends it. */
export async function startBrowser(): Promise<
  AsyncDisposable & { readonly context: BrowserContext }
> {
  const browser = await chromium.launch({
    executablePath: pathOf('chromium') ?? '',
    timeout: 20_000,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--font-render-hinting=none',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    ],
  });
  const context = await browser.newContext({
    viewport: { width: 1_280, height: 720 },
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(10_000);
  return { context, [Symbol.asyncDispose]: () => browser.close() };
}
