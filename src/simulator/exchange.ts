import type { Clock } from '../time/clock.ts';
import { defaultAccounts, type SimulatedAccount } from './accounts.ts';
import type { WireRequest } from './authenticate.ts';
import { createFaults, type Fault } from './faults.ts';
import { createMarket } from './market.ts';
import { createRandomness } from './randomness.ts';
import { createRateLimiter } from './rate-limit.ts';
import { answer, destinationOf } from './service.ts';

export interface SimulatedExchangeOptions {
  readonly clock: Clock;
  /** Decides prices, delays and which calls a fault strikes. Default: 1. */
  readonly seed?: number;
  /** One-way delays in ms, drawn uniformly: to the exchange, and back. Default: none. */
  readonly network?: {
    readonly out?: readonly [min: number, max: number];
    readonly back?: readonly [min: number, max: number];
  };
  /** Whether prices move over time. Default: true. */
  readonly moving?: boolean;
  /** Instead of the four default accounts. */
  readonly accounts?: readonly SimulatedAccount[];
}

/** One request that arrived. */
export interface SimulatedCall {
  /** The account whose key it named; null when there is none of that key. */
  readonly accountId: string | null;
  /** Name of the endpoint's declaration, `time` or `unknown`. */
  readonly endpoint: string;
  readonly target: string;
  /** `clock.now()` at arrival. */
  readonly at: number;
  /** Exchange code of the answer: `0` when it was granted, `''` when it held none. */
  readonly code: string;
}

export interface SimulatedResponse {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

export interface SimulatedExchange {
  readonly accounts: readonly SimulatedAccount[];
  /** Every call that arrived, in order, refused ones included. Of very many, the latest. */
  readonly calls: readonly SimulatedCall[];
  /**
   * Answers one request given as it stood on the wire. Rejects with `ConnectionDropped` when the
   * connection breaks, and with the signal's reason when it is aborted: what is under way still arrives.
   */
  handle(request: WireRequest & { readonly signal?: AbortSignal }): Promise<SimulatedResponse>;
  /** The same as a fetch, for use without a socket. A dropped connection is `TypeError: fetch failed`. */
  readonly fetch: typeof globalThis.fetch;
  /** Makes matching calls go wrong until removed; returns the remover. */
  inject(fault: Fault): () => void;
  /** Puts the exchange's own clock ahead of (or, negative, behind) the given one. Default: 0. */
  setClockOffset(ms: number): void;
}

export class ConnectionDropped extends Error {
  override readonly name = 'ConnectionDropped';
}

/** So that one that serves for weeks does not fill the memory with what it answered. */
const maxCalls = 200_000;

/** The account endpoints of the exchange on the same wire, over made-up accounts. */
export function createSimulatedExchange(options: SimulatedExchangeOptions): SimulatedExchange {
  const { clock, seed = 1, moving = true, accounts = defaultAccounts } = options;
  const { out = [0, 0], back = [0, 0] } = options.network ?? {};
  // Streams of their own, so that one more delay does not move the faults.
  const drawDelay = createRandomness(seed);
  const drawRow = createRandomness(seed + 1);
  const faults = createFaults(createRandomness(seed + 2));
  const marketAt = createMarket({ seed, moving });
  const limiter = createRateLimiter();
  const calls: SimulatedCall[] = [];
  let clockOffset = 0;

  const delay = ([min, max]: readonly [number, number]): number => min + drawDelay() * (max - min);
  const pause = (ms: number): Promise<void> => new Promise((resume) => clock.after(ms, resume));

  function arrive(request: WireRequest) {
    const destination = destinationOf(request.target);
    const endpoint = typeof destination === 'string' ? destination : destination.declaration.name;
    const key = request.headers['ok-access-key'];
    const account = accounts.find(({ apiKey }) => apiKey === key);
    const accountId = account?.id ?? null;
    const now = clock.now();
    const wallTime = clock.wallTime();
    const struck = faults.strike(endpoint, accountId);
    const given = answer(
      {
        request,
        destination,
        account,
        faults: struck,
        now,
        wallTime: wallTime + clockOffset,
        market: marketAt(wallTime),
      },
      limiter,
      drawRow,
    );
    const dropped = struck.has('dropped');
    const code = dropped ? '' : given.code;
    calls.push({ accountId, endpoint, target: request.target, at: now, code });
    if (calls.length > maxCalls) calls.splice(0, maxCalls / 2);
    const slow = struck.get('slow');
    return { given, dropped, lateness: slow ? (slow.delayMs ?? 1_000) : 0 };
  }

  async function roundTrip(request: WireRequest): Promise<SimulatedResponse> {
    const [there, andBack] = [delay(out), delay(back)];
    if (there > 0) await pause(there);
    const { given, dropped, lateness } = arrive(request);
    if (lateness + andBack > 0) await pause(lateness + andBack);
    if (dropped) throw new ConnectionDropped('The connection broke before the answer.');
    return {
      status: given.status,
      headers: { 'content-type': given.contentType },
      body: given.body,
    };
  }

  const handle: SimulatedExchange['handle'] = async ({ method, target, headers, signal }) => {
    signal?.throwIfAborted();
    const answered = roundTrip({ method, target, headers: inLowerCase(headers) });
    return signal ? orAborted(answered, signal) : answered;
  };

  return {
    accounts,
    calls,
    handle,
    fetch: (input, init) => fetchFrom(handle, new Request(input, init)),
    inject: faults.inject,
    setClockOffset(ms) {
      clockOffset = ms;
    },
  };
}

const inLowerCase = (headers: WireRequest['headers']): WireRequest['headers'] =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const),
  );

async function orAborted<T>(answered: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([answered, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

async function fetchFrom(handle: SimulatedExchange['handle'], request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  try {
    const { body, status, headers } = await handle({
      method: request.method,
      target: pathname + search,
      headers: Object.fromEntries(request.headers),
      signal: request.signal,
    });
    return new Response(body, { status, headers });
  } catch (error) {
    if (error instanceof ConnectionDropped) throw new TypeError('fetch failed', { cause: error });
    throw error;
  }
}
