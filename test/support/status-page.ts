import type { BrowserContext, Page } from 'playwright-core';
import { pino } from 'pino';
import type { ServedAccount } from '../../src/accounts/accounts.ts';
import { openAdmin } from '../../src/server/admin.ts';
import { createGateway } from '../../src/server/gateway.ts';
import { credentialsOf } from '../../src/simulator/embedded.ts';
import { createSimulatedExchange } from '../../src/simulator/exchange.ts';
import { systemClock as clock } from '../../src/time/clock.ts';
import { createAdminPort } from './admin-port.ts';
import { keepAccountSecrets, sawOutput } from './outputs.ts';
import { httpOf } from './http-of.ts';

/** A gateway before an embedded exchange, with an admin port on this machine; disposing ends it. */
export async function startWatchedGateway(
  accountsFrom: (made: readonly ServedAccount[]) => readonly ServedAccount[] = (made) => made,
) {
  const exchange = createSimulatedExchange({ clock, seed: 1, moving: false });
  const accounts = accountsFrom(credentialsOf(exchange, 'https://www.okx.com'));
  keepAccountSecrets(accounts);
  const log = pino({ level: 'silent' });
  const gateway = createGateway(
    { accounts, maxAgeMs: 0, deadlineMs: 10_000, maxWaitMs: 3_000, madeUp: true },
    { clock, random: Math.random, log, http: httpOf(exchange.fetch) },
  );
  const { routes } = createAdminPort({ gateway, clock, madeUp: true });
  const admin = await openAdmin({ adminHost: '127.0.0.1', adminPort: 0 }, routes, log);
  return {
    url: `${admin.url}/status`,
    exchange,
    async query(query: string): Promise<void> {
      await gateway.handler.fetch('http://gateway/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query }),
      });
    },
    [Symbol.asyncDispose]: () => admin.close(0),
  };
}

export interface StatusPage {
  readonly page: Page;
  readonly verdict: () => Promise<string>;
  /** The texts of the accounts, in order. */
  readonly accounts: () => Promise<readonly string[]>;
  /** Errors in the console, and uncaught ones. */
  readonly errors: readonly string[];
  /** Addresses of other origins that were asked for. */
  readonly outside: readonly string[];
}

export async function openStatusPage(
  context: BrowserContext,
  url: string,
  size: { readonly width: number; readonly height: number },
): Promise<StatusPage> {
  const page = await context.newPage();
  await page.setViewportSize(size);
  const errors: string[] = [];
  const outside: string[] = [];
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== new URL(url).origin) outside.push(request.url());
  });
  page.on('console', (message) => {
    sawOutput('console', message.text());
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', ({ message }) => errors.push(message));
  page.on('dialog', (dialog) => {
    errors.push(dialog.message());
    void dialog.dismiss();
  });
  await page.goto(url);
  return {
    page,
    errors,
    outside,
    verdict: () => page.locator('#verdict').innerText(),
    accounts: () => page.locator('#list > li').allInnerTexts(),
  };
}

/** Texts that stand out from their ground by less than 4.5 to 1, which is what WCAG 2 AA asks for. */
export const hardToRead = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const numbers = (color: string) => (color.match(/[\d.]+/g) ?? []).map(Number);
    const luminance = (color: string) => {
      const [red = 0, green = 0, blue = 0] = numbers(color).map((part) => {
        const share = part / 255;
        return share <= 0.039_28 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const groundOf = (element: Element | null): string => {
      if (!element) return 'rgb(255, 255, 255)';
      const { backgroundColor } = getComputedStyle(element);
      return numbers(backgroundColor)[3] === 0 ? groundOf(element.parentElement) : backgroundColor;
    };
    return [...document.querySelectorAll('body *')]
      .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3))
      .filter((element) => element.checkVisibility() && !element.closest('noscript'))
      .flatMap((element) => {
        const [one, other] = [getComputedStyle(element).color, groundOf(element)].map(luminance);
        const [light, dark] = [Math.max(one ?? 0, other ?? 0), Math.min(one ?? 0, other ?? 0)];
        const ratio = (light + 0.05) / (dark + 0.05);
        return ratio < 4.5 ? [`${ratio.toFixed(1)}: ${element.textContent}`] : [];
      });
  });
