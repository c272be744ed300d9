import { createHmac } from 'node:crypto';
import type { SimulatedAccount } from '../../src/simulator/accounts.ts';
import {
  createSimulatedExchange,
  type SimulatedExchangeOptions,
} from '../../src/simulator/exchange.ts';
import { createManualClock } from './manual-clock.ts';

/** A row as it came over the wire. */
export interface WireRow {
  readonly [field: string]: string | boolean | number | readonly WireRow[] | undefined;
}

/** An answer of the exchange as a caller sees it; `data` is empty where the body holds none. */
export interface WireAnswer {
  readonly status: number;
  readonly body: string;
  readonly code: string | number | undefined;
  readonly msg: string | undefined;
  readonly data: readonly WireRow[];
}

/** Signs a GET for an account, independently of the gateway. */
export function signedHeaders(
  account: SimulatedAccount,
  target: string,
  timestamp: string,
): Record<string, string> {
  const prehash = `${timestamp}GET${target}`;
  return {
    'OK-ACCESS-KEY': account.apiKey,
    'OK-ACCESS-SIGN': createHmac('sha256', account.secretKey).update(prehash).digest('base64'),
    'OK-ACCESS-TIMESTAMP': timestamp,
    'OK-ACCESS-PASSPHRASE': account.passphrase,
  };
}

/** The embedded exchange on a manual clock, and a caller that signs as each of its accounts. */
export function createWire(
  options: Partial<SimulatedExchangeOptions> & { readonly wallTime?: number } = {},
) {
  const clock = createManualClock(
    options.wallTime === undefined ? {} : { wallTime: options.wallTime },
  );
  const exchange = createSimulatedExchange({ clock, moving: false, ...options });

  const account = (id: string): SimulatedAccount => {
    const found = exchange.accounts.find((candidate) => candidate.id === id);
    if (!found) throw new Error(`no account ${id}`);
    return found;
  };

  /** Sends exactly these headers. */
  async function send(target: string, headers: Record<string, string>): Promise<WireAnswer> {
    const { status, body } = await exchange.handle({ method: 'GET', target, headers });
    return { status, body, ...parse(body) };
  }

  /** Asks for a path below `/api/v5/account/`, signed now. */
  async function ask(id: string, path: string, more: Record<string, string> = {}) {
    const target = `/api/v5/account/${path}`;
    const timestamp = new Date(clock.wallTime()).toISOString();
    return send(target, { ...signedHeaders(account(id), target, timestamp), ...more });
  }

  return { clock, exchange, account, send, ask };
}

type Envelope = Partial<Pick<WireAnswer, 'code' | 'msg' | 'data'>>;

function parse(body: string): Pick<WireAnswer, 'code' | 'msg' | 'data'> {
  const parsed: unknown = body.startsWith('{') ? JSON.parse(body) : {};
  const { code, msg, data }: Envelope = isEnvelope(parsed) ? parsed : {};
  return { code, msg, data: data ?? [] };
}

const isEnvelope = (value: unknown): value is Envelope =>
  typeof value === 'object' && value !== null && 'code' in value;
