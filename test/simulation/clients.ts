import { judge } from '../bench/judge.ts';
import type { Checks } from './checks.ts';
import type { FindForeign } from './foreign-amounts.ts';
import type { RunningGateway } from './gateways.ts';
import type { Drawn } from './requests.ts';
import type { WorldClock } from './world-clock.ts';

/** How much later than its deadline an answer may come, as the gateway's own clock counts. Unit: milliseconds. */
const graceMs = 100;

export interface ClientParts {
  readonly world: WorldClock;
  readonly checks: Checks;
  readonly deadlineMs: number;
  readonly findForeign: FindForeign;
  /** Whether the exchange answers, or did a short while ago, what is not so. */
  readonly isSpoiled: () => boolean;
}

/** A client that waits for the one answer to its one request, or leaves. */
export type Visit = (
  gateway: RunningGateway,
  accountIds: readonly string[],
  drawn: Drawn,
  /** Aborts when the client leaves. Default: it stays. */
  leaves?: AbortSignal,
) => Promise<{ readonly isRight: boolean; readonly text: string }>;

export function createVisit(parts: ClientParts): Visit {
  const { world, checks, deadlineMs, findForeign, isSpoiled } = parts;

  /** Complains when the deadline has passed, the time left out in which the process stood still. */
  function watch(gateway: RunningGateway, isOpen: () => boolean): () => void {
    const { process } = gateway;
    const askedAt = world.now() - process.pausedMs();
    const dueInMs = () => askedAt + deadlineMs + graceMs - (world.now() - process.pausedMs());
    function look(): void {
      if (!isOpen() || process.isDead()) return;
      if (dueInMs() <= 0) checks.violated('a request was not answered by its deadline');
      else cancel = world.after(Math.max(dueInMs(), graceMs), look);
    }
    let cancel = world.after(dueInMs(), look);
    return () => cancel();
  }

  function isRight(text: string, accountIds: readonly string[], expected: unknown): boolean {
    const { outcome } = judge(text, expected);
    if (outcome === 'right') return true;
    const foreign = findForeign(text, accountIds);
    if (foreign) checks.violated(`${foreign} is of an account that was not asked for: ${text}`);
    if (outcome === 'wrong' && !isSpoiled()) {
      checks.violated(`wrong: ${text}, where ${JSON.stringify(expected)} is right`);
    }
    return false;
  }

  return async (
    gateway,
    accountIds,
    { request, expected },
    leaves = new AbortController().signal,
  ) => {
    let isOpen = true;
    checks.counts.queries += 1;
    if (expected === undefined) checks.counts.hostile += 1;
    const stopWatching = watch(gateway, () => isOpen);
    const response = await gateway.request(request, leaves);
    isOpen = false;
    stopWatching();
    if (!response) {
      checks.counts.left += 1;
      return { isRight: false, text: '' };
    }
    checks.answered(response.status, response.text);
    const { text } = response;
    const right = expected !== undefined && isRight(text, accountIds, expected);
    if (right) checks.counts.right += 1;
    return { isRight: right, text };
  };
}
