import { balance } from '../endpoints/balance/declaration.ts';
import type { AccountLoader } from '../loading/account-loader.ts';
import { createPatience, leavingBy, type PatienceLimits } from '../loading/patience.ts';
import { createRequestLoader } from '../loading/request-loader.ts';
import type { Clock } from '../time/clock.ts';

type Loaders = ReadonlyMap<string, AccountLoader>;

/** Of ten thousand accounts, those that are tried in one go. */
const maxTries = 3;

/** Long enough for a call and the wait for its lease; what was read before tells nothing. */
const limits: PatienceLimits = { deadlineMs: 15_000, maxWaitMs: 15_000, maxAgeMs: 0 };

/** Whether the calls of each account are stopped, so that no query can be answered anew. */
export const areAllStopped = (loaders: Loaders): boolean =>
  loaders.values().every((loader) => loader.standing().stop !== null);

/**
 * Has calls be made that try whether stopped accounts are back, those first that are due for the longest time. A query
 * would do, but where all are stopped perhaps none is sent here any more.
 */
export function tryStopped(loaders: Loaders, clock: Clock): void {
  const due = [...loaders].flatMap(([id, loader]) => {
    const { stop } = loader.standing();
    return stop === null || stop.trying || stop.nextTryAt > clock.now() ? [] : [{ id, stop }];
  });
  due.sort((one, other) => one.stop.nextTryAt - other.stop.nextTryAt);
  for (const { id } of due.slice(0, maxTries)) void tryOne(loaders, id, clock);
}

async function tryOne(loaders: Loaders, id: string, clock: Clock): Promise<void> {
  const patience = createPatience(limits, leavingBy(new AbortController().signal), clock);
  // Whether it is refused shows in how the account stands.
  await createRequestLoader(loaders, patience)
    .whole(id, balance)
    .catch(() => {});
  patience.end();
}
