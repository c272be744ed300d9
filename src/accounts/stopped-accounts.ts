import { declarations } from '../endpoints/endpoints.ts';
import type { AccountLoader } from '../loading/account-loader.ts';
import { createPatience } from '../loading/patience.ts';
import { WHOLE } from '../loading/queue/ask.ts';
import { laneOf } from '../loading/queue/lane.ts';
import type { Clock } from '../time/clock.ts';

type Loaders = ReadonlyMap<string, AccountLoader>;

/** Of ten thousand accounts, those that are tried in one go. */
const maxTries = 3;
/** A call with all its attempts, and the wait for a lease. */
const patienceMs = 15_000;

/** Whether the calls of each account are stopped, so that no query can be answered anew. */
export const areAllStopped = (loaders: Loaders): boolean =>
  loaders.values().every((loader) => loader.standing().stop !== null);

/**
 * Has calls be made that try whether stopped accounts are back, those first that are due for the longest time. A query
 * would do, but where all are stopped perhaps none is sent here any more.
 */
export function tryStopped(loaders: Loaders, clock: Clock): void {
  const due = [...loaders.values()].flatMap((loader) => {
    const { stop } = loader.standing();
    return stop === null || stop.trying || stop.nextTryAt > clock.now() ? [] : [{ loader, stop }];
  });
  due.sort((one, other) => one.stop.nextTryAt - other.stop.nextTryAt);
  for (const { loader } of due.slice(0, maxTries)) tryOne(loader, clock);
}

function tryOne(loader: AccountLoader, clock: Clock): void {
  const endpoint = declarations.find(({ whole }) => whole !== undefined);
  if (!endpoint) throw new TypeError('No endpoint is asked without keys.');
  const limits = { deadlineMs: patienceMs, maxWaitMs: patienceMs, maxAgeMs: 0 };
  const patience = createPatience(limits, new AbortController().signal, clock);
  const lane = laneOf(endpoint, { by: endpoint.whole ?? '', params: {} });
  const waiters = loader.dispatcher(endpoint).flow(patience).load(lane, [WHOLE]);
  void Promise.all(waiters.map(({ answer }) => answer)).then(patience.end);
}
