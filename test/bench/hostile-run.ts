import { setTimeout as pause } from 'node:timers/promises';
import { Agent, request as send } from 'undici';
import type { SimulatedExchange } from '../../src/simulator/exchange.ts';
import { drawHostile } from '../simulation/hostile.ts';
import { canary } from './hostile-answers.ts';
import type { Draw } from './draws.ts';

export interface HostileRun {
  /** The address of the gateway. */
  readonly origin: string;
  readonly exchange: SimulatedExchange;
  readonly requests: number;
  /** Requests under way at any moment. */
  readonly atOnce: number;
  readonly draw: Draw;
}

export interface HostileOutcome {
  /** Answers by status. */
  readonly statuses: ReadonlyMap<number, number>;
  /** What no answer may be or hold, each with the request that it answers. */
  readonly complaints: readonly string[];
  /** How long an honest query took beside them, in order. Unit: milliseconds. */
  readonly honestMs: readonly number[];
}

const honestQuery = JSON.stringify({ query: '{ __typename }' });
const probeEveryMs = 50;
/** Longer than the deadline of a query. */
const longestMs = 15_000;

const methods = ['GET', 'PUT', 'DELETE'] as const;

/** Sends hostile requests to a gateway, and an honest one beside them again and again. */
export async function sendHostile(run: HostileRun): Promise<HostileOutcome> {
  const { origin, exchange, requests, atOnce, draw } = run;
  const agent = new Agent({
    connections: atOnce,
    headersTimeout: longestMs,
    bodyTimeout: longestMs,
  });
  const secrets = exchange.accounts.flatMap(({ apiKey, secretKey, passphrase }) => [
    apiKey,
    secretKey,
    passphrase,
  ]);
  const statuses = new Map<number, number>();
  const complaints: string[] = [];
  const honestMs: number[] = [];
  const progress = { left: requests };

  async function sendOne(): Promise<void> {
    const { method, path, headers, body } = drawHostile(draw);
    // What cannot be sent in a header is not.
    const sent = Object.entries(headers).filter(([, value]) => /^[ -~]*$/.test(value));
    const asked = `${method} ${path} ${body?.slice(0, 200) ?? ''}`;
    const {
      statusCode,
      headers: answered,
      body: stream,
    } = await send(`${origin}${path}`, {
      method: methods.find((one) => one === method) ?? 'POST',
      headers: Object.fromEntries(sent),
      ...(body !== undefined && { body }),
      dispatcher: agent,
    });
    const text = await stream.text();
    statuses.set(statusCode, (statuses.get(statusCode) ?? 0) + 1);
    const isShed = statusCode === 503 && answered['retry-after'] !== undefined;
    if (statusCode >= 500 && !isShed) complaints.push(`status ${statusCode}: ${asked}`);
    if (text.includes('INTERNAL_SERVER_ERROR')) complaints.push(`a defect: ${asked}`);
    if (/\n\s+at .+:\d+:\d+|node:internal|\.ts:\d+/.test(text))
      complaints.push(`a stack: ${asked}`);
    if (secrets.some((secret) => text.includes(secret))) complaints.push(`a secret: ${asked}`);
    if (text.includes(canary)) complaints.push(`words of the exchange: ${asked}`);
  }

  async function sendThem(): Promise<void> {
    while (progress.left > 0) {
      progress.left -= 1;
      await sendOne().catch((error: unknown) => complaints.push(`no answer: ${String(error)}`));
    }
  }

  async function probe(): Promise<void> {
    const honest = new Agent({ connections: 1 });
    while (progress.left > 0) {
      const since = performance.now();
      const { body } = await send(`${origin}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: honestQuery,
        dispatcher: honest,
      });
      const text = await body.text();
      honestMs.push(performance.now() - since);
      if (text !== '{"data":{"__typename":"Query"}}') complaints.push(`an honest query: ${text}`);
      await pause(probeEveryMs);
    }
    await honest.close();
  }

  await Promise.all([probe(), ...Array.from({ length: atOnce }, sendThem)]);
  await agent.close();
  return { statuses, complaints, honestMs: honestMs.toSorted((a, b) => a - b) };
}
