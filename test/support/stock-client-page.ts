import type { BrowserContext } from 'playwright-core';
import { expect } from 'vitest';
import { pollMs } from './stock-clients/questions.ts';

/** A page in which a stock client asks all questions at once, and again at each round, on a clock of the test. */
export interface StockClientPage {
  /** What the page shows of each question, by its name, once nothing is under way any more. */
  shown(): Promise<ReadonlyMap<string, Shown>>;
  /** Lets the time between two polls pass. */
  nextRound(): Promise<void>;
  /** The queries that it has sent, in order. */
  readonly sent: readonly SentQuery[];
  /** Errors and warnings in the console, and uncaught ones. */
  readonly complaints: readonly string[];
}

/** An answer as the page has it. */
interface Shown {
  readonly data: unknown;
  /** Of its errors. */
  readonly codes: readonly unknown[];
}

interface SentQuery {
  readonly operationName: string;
  readonly variables?: Readonly<Record<string, string>>;
  /** None where an id stands for it. */
  readonly query?: string;
}

export async function openStockClient(
  context: BrowserContext,
  address: string,
): Promise<StockClientPage> {
  const page = await context.newPage();
  const sent: SentQuery[] = [];
  const complaints: string[] = [];
  let ended = 0;
  const countEnd = (request: { method(): string }) => {
    if (request.method() === 'POST') ended += 1;
  };
  page.on('request', (request) => {
    if (request.method() !== 'POST') return;
    const query: SentQuery = request.postDataJSON();
    sent.push(query);
  });
  page.on('requestfinished', countEnd);
  page.on('requestfailed', countEnd);
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', ({ message }) => complaints.push(message));
  await page.clock.install({ time: 0 });
  // Until it is told to pause, it runs: on a busy machine for longer than one would think.
  await page.clock.pauseAt(3_600_000);
  await page.goto(address);
  const answers = page.locator('pre');
  await answers.first().waitFor();

  /** Whether all that was sent is answered and shown, and what follows from it has been sent. */
  async function isSettled(): Promise<boolean> {
    const before = sent.length;
    await page.evaluate(turnOfThePage);
    const busy = await page.locator('pre[aria-busy=true]').count();
    return busy === 0 && before > 0 && before === sent.length && ended === before;
  }

  return {
    sent,
    complaints,
    async shown() {
      await expect.poll(isSettled, { timeout: 20_000 }).toBe(true);
      const all = await answers.evaluateAll((elements) =>
        elements.map((element) => [element.id, element.textContent ?? ''] as const),
      );
      return new Map(all.map(([name, text]) => [name, JSON.parse(text) as Shown]));
    },
    nextRound: () => page.clock.runFor(pollMs),
  };
}

/** Resolves in the page once what it has under way at present has had its turn. Timers stand still there. */
function turnOfThePage(): Promise<unknown> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.addEventListener('message', resolve);
    port1.start();
    port2.postMessage(null);
  });
}
