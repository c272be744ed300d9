import type { RateLimit } from '../endpoints/declare.ts';
import type { SimulatedAccount } from './accounts.ts';
import { edgePage, notFound, serverError, success, type Answer } from './answer.ts';
import { authenticate, type WireRequest } from './authenticate.ts';
import { distort } from './distort.ts';
import type { Fault, FaultKind } from './faults.ts';
import type { Market } from './market.ts';
import { readParameters } from './parameters.ts';
import type { RateLimiter } from './rate-limit.ts';
import { badMember, Refusal, unknownInstrument } from './refusal.ts';
import { routes, type Route } from './routes.ts';
import { statementOf } from './statement.ts';

export type Destination = Route | 'time' | 'unknown';

/** One request at the moment of its arrival. */
export interface Arrival {
  readonly request: WireRequest;
  readonly destination: Destination;
  /** The account whose key the request names, whether or not it proves to be its own. */
  readonly account: SimulatedAccount | undefined;
  readonly faults: ReadonlyMap<FaultKind, Fault>;
  /** Milliseconds on the monotonic scale. */
  readonly now: number;
  /** Milliseconds since the Unix epoch by the exchange's own clock. */
  readonly wallTime: number;
  readonly market: Market;
}

/** What the exchange does with an arrival, in the order in which the real one is known or inferred to. */
export function answer(arrival: Arrival, limiter: RateLimiter, draw: () => number): Answer {
  try {
    return passThrough(arrival, limiter, draw);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return inChosenForm(error, arrival.faults).toAnswer();
  }
}

export function destinationOf(target: string): Destination {
  const { path } = split(target);
  if (path === '/api/v5/public/time') return 'time';
  return routes.find(({ declaration }) => declaration.path === path) ?? 'unknown';
}

/** The exchange was seen to refuse a bad member with its name and without; a fault chooses. */
function inChosenForm(refusal: Refusal, faults: Arrival['faults']): Refusal {
  if (!refusal.member) return refusal;
  const { parameter, value } = refusal.member;
  if (faults.has('unnamed-refusal')) return unknownInstrument(parameter, value);
  return faults.has('named-refusal') ? badMember(parameter, value) : refusal;
}

/** Documented per IP. Everybody here comes from the same one. */
const timeLimit: RateLimit = { calls: 10, windowMs: 2_000 };

function passThrough(arrival: Arrival, limiter: RateLimiter, draw: () => number): Answer {
  const { request, destination, faults, now, wallTime, market } = arrival;
  if (faults.has('html')) return edgePage;
  if (faults.has('server-error')) return serverError;
  if (faults.has('unavailable')) throw new Refusal(50001);
  if (destination === 'unknown') return notFound;
  if (request.method !== 'GET') throw new Refusal(50115);
  if (destination === 'time') {
    if (faults.has('rate-limited')) throw new Refusal(50011);
    limiter.admit('', 'time', timeLimit, now);
    if (faults.has('busy')) throw new Refusal(50013);
    return success([{ ts: String(Math.floor(wallTime)) }]);
  }
  const { declaration, simulate } = destination;
  const addressRefused = faults.has('foreign-address');
  const account = authenticate(request, arrival.account, { wallTime, addressRefused });
  if (faults.has('rate-limited')) throw new Refusal(50011);
  limiter.admit(account.id, declaration.name, declaration.limit, now);
  if (faults.has('busy')) throw new Refusal(50013);
  const parameters = readParameters(declaration, split(request.target).query);
  const refused = faults.get('refused-keys')?.keys ?? [];
  const asked = Object.values(parameters.keys).flatMap((list) => list ?? []);
  if (asked.some((key) => refused.includes(key))) throw new Refusal(51000);
  const statement = statementOf(account, market);
  const data = simulate({ account, market, statement, ...parameters });
  return success(distort(data, declaration, faults, draw));
}

function split(target: string): { readonly path: string; readonly query: string } {
  const mark = target.indexOf('?');
  return mark < 0
    ? { path: target, query: '' }
    : { path: target.slice(0, mark), query: target.slice(mark + 1) };
}
