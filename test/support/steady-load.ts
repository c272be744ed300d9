import type { IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { onTestFinished } from 'vitest';

/** What a request was answered with. */
export interface Answered {
  readonly status: number;
  readonly body: string;
}

/** Sends a query about an account; rejects when it is not answered. */
export type Ask = (accountId: string, body: string) => Promise<Answered>;

export interface SteadyLoad {
  /** Right answers so far. */
  readonly answered: () => number;
  /** What became of those so far that did not get the right answer. */
  readonly failed: readonly string[];
  /** Ends it, once all have been answered. */
  stop(): Promise<void>;
}

const accountIds = ['multi-currency', 'spot', 'futures', 'portfolio'];

/**
 * Has each client ask again and again, one query after the other.
 *
 * @param maxPauseMs longest time between two of its queries
 */
export function startLoad(clients: readonly Ask[], maxPauseMs: number): SteadyLoad {
  const failed: string[] = [];
  let answered = 0;
  let isOver = false;

  async function askOnce(ask: Ask, accountId: string): Promise<void> {
    const query = `{ account(id: "${accountId}") { id details(ccy: ["USDT"]) { ccy } } }`;
    try {
      const { status, body } = await ask(accountId, JSON.stringify({ query }));
      const right = JSON.stringify({
        data: { account: { id: accountId, details: [{ ccy: 'USDT' }] } },
      });
      if (status === 200 && body === right) answered += 1;
      // The machine had too much else to do. It is told when to come again, and does.
      else if (status === 503 && body.includes('"OVERLOADED"')) return;
      else failed.push(`${status} ${body}`);
    } catch (error) {
      failed.push(String(error));
    }
  }

  const running = clients.map(async (ask, index) => {
    const accountId = accountIds[index % accountIds.length] ?? '';
    // oxlint-disable-next-line no-unmodified-loop-condition -- by its end
    while (!isOver) {
      await askOnce(ask, accountId);
      await pause(Math.random() * maxPauseMs);
    }
  });
  const stop = async (): Promise<void> => {
    isOver = true;
    await Promise.all(running);
  };
  onTestFinished(stop);
  return { answered: () => answered, failed, stop };
}

/** The headers of each query, by which balancers route it. */
export const headersFor = (accountId: string) => ({
  'content-type': 'application/json',
  'x-account': accountId,
});

export async function readAll(response: IncomingMessage): Promise<Answered> {
  const parts: Buffer[] = [];
  for await (const part of response) parts.push(part as Buffer);
  return { status: response.statusCode ?? 0, body: Buffer.concat(parts).toString() };
}
