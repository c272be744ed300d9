import type { AskedBudget } from '../loading/reading.ts';
import type { ToldError } from './tell-error.ts';

/** Of very many budgets those are told that have least left: some proxies take no header of more than 4 KiB. */
const maxTold = 10;

/** Tells how many calls of the exchange served an answer: for routers, which pass on headers but no extensions. */
export const callsHeader = 'x-exchange-calls';
export const rateLimitHeader = 'ratelimit';
export const rateLimitPolicyHeader = 'ratelimit-policy';

/** What the headers of an answer tell of the calls that served it. */
export const headersFor = (
  calls: number,
  asked: readonly AskedBudget[],
  errors: readonly ToldError[],
): Readonly<Record<string, string>> => ({
  [callsHeader]: String(calls),
  ...rateLimitHeaders(asked),
  ...retryAfterHeader(errors),
});

/**
 * What is left of the rate limits of the exchange that an operation has drawn on, in calls of the exchange, as
 * draft-ietf-httpapi-ratelimit-headers-11 has it. Empty where nothing was asked of the exchange.
 */
function rateLimitHeaders(asked: readonly AskedBudget[]): Readonly<Record<string, string>> {
  if (asked.length === 0) return {};
  const states = asked.map(stateOf);
  const told =
    states.length > maxTold
      ? states.toSorted((one, other) => one.left - other.left).slice(0, maxTold)
      : states;
  return {
    [rateLimitPolicyHeader]: told.map(({ policy }) => policy).join(', '),
    [rateLimitHeader]: told.map(({ state }) => state).join(', '),
  };
}

function stateOf({ accountId, endpoint, budget }: AskedBudget) {
  const { calls, windowMs } = budget.limit;
  const available = calls - budget.inUse();
  // Until there is one more.
  const withinMs = budget.waitFor(available + 1);
  // Neither an id nor the name of an endpoint holds what would have to be escaped.
  const name = `"${accountId}/${endpoint}"`;
  return {
    left: available / calls,
    policy: `${name};q=${calls};w=${Math.ceil(windowMs / 1_000)};qu="exchange-calls"`,
    state: `${name};r=${available};t=${Math.ceil(withinMs / 1_000)}`,
  };
}

/** After how many seconds something of what is missing may be had; empty where nothing is, or nobody knows. */
function retryAfterHeader(errors: readonly ToldError[]): Readonly<Record<string, string>> {
  let leastMs = Infinity;
  for (const { extensions } of errors) {
    const { retryAfterMs } = extensions;
    if (typeof retryAfterMs === 'number') leastMs = Math.min(leastMs, retryAfterMs);
  }
  return leastMs === Infinity ? {} : { 'retry-after': String(Math.ceil(leastMs / 1_000)) };
}
