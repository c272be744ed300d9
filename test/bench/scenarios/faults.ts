import { setTimeout as pause } from 'node:timers/promises';
import { maxAvailSize } from '../../../src/endpoints/max-avail-size/declaration.ts';
import { createRandomness } from '../../../src/simulator/randomness.ts';
import type { Sample } from '../ask.ts';
import { arrivals, runOpenLoop } from '../open-loop.ts';
import { type Circumstances, percent, resultOf, type Scenario } from '../scenario.ts';
import { scheduleSingleCalls } from '../single-calls.ts';
import { startTestBed, warm } from '../test-bed.ts';

const kind = 'this gateway';
const { calls: limit, windowMs } = maxAvailSize.limit;
/** What the limit allows, less a reserve: each question takes a call of its own. */
const perSecond = (0.7 * limit * 1_000) / windowMs;
const refusedShare = 0.2;

/** In ms. Before it the load has been steady for as long, and after it goes on for longer than it takes to recover. */
const outageMs = 10_000;
const [breakerWithinMs, recoversWithinMs, afterMs] = [5_000, 10_000, 15_000];
/** A retry may follow each fifth call, and one each second. */
const retries = { share: 0.2, perSecond: 1 };
/** Calls that try whether the exchange is back. A little more than one a second, for the ends of the time. */
const mostTriesPerSecond = 1.2;
const leastGoodput = 0.95;

/** An exchange that turns calls away that are not one too many, and one that is down for a while. */
export const faults: Scenario = async (circumstances) => {
  circumstances.report(await runRefusals(circumstances));
  circumstances.report(await runOutage(circumstances));
};

async function runRefusals({ facts, oracle, seconds, signal }: Circumstances) {
  const times = arrivals(perSecond, seconds, createRandomness(1));
  const schedule = await scheduleSingleCalls(facts[0].accountId, times, oracle);
  await using bed = await startTestBed({ kind, signal });
  await warm(bed, { clients: perSecond, facts: facts[0], signal });
  const before = bed.exchange.calls.length;
  bed.exchange.inject({ kind: 'rate-limited', share: refusedShare });
  const { samples } = await runOpenLoop({ ask: bed.ask, schedule, signal });
  const unanswered = samples.filter(({ outcome }) => outcome !== 'right').length;
  return resultOf({
    name: 'a fifth of the calls turned away',
    kind,
    samples,
    calls: bed.exchange.calls.slice(before),
    wanted: 'every query answered',
    misses: [unanswered > 0 && `${unanswered} queries were not answered`],
  });
}

async function runOutage({ facts, oracle, signal }: Circumstances) {
  const seconds = (outageMs + outageMs + afterMs) / 1_000;
  const times = arrivals(perSecond, seconds, createRandomness(2));
  const schedule = await scheduleSingleCalls(facts[0].accountId, times, oracle);
  await using bed = await startTestBed({ kind, signal });
  await warm(bed, { clients: perSecond, facts: facts[0], signal });
  const before = bed.exchange.calls.length;
  const running = runOpenLoop({ ask: bed.ask, schedule, signal });
  const outage = breakDown(bed.exchange.inject, signal);
  const [{ samples }, { from, until }] = await Promise.all([running, outage]);

  const calls = bed.exchange.calls.slice(before);
  const within = (start: number, end: number) =>
    calls.filter(({ at }) => at >= start && at < end).length;
  // No two questions share a call, so what is asked for again is a retry.
  const during = calls.filter(({ at }) => at >= from && at < until);
  const first = new Set(during.map(({ target }) => target)).size;
  const again = during.length - first;
  const mostAgain = first * retries.share + (outageMs / 1_000) * retries.perSecond;
  const tries = within(from + breakerWithinMs, until);
  const mostTries = ((outageMs - breakerWithinMs) / 1_000) * mostTriesPerSecond;
  const backAfterMs = recoveryOf(samples, until);
  return resultOf({
    name: `exchange down for ${outageMs / 1_000} s`,
    kind,
    samples,
    calls,
    remarks: [
      `${during.length} calls while it was down, ${again} of them retries`,
      `${tries} after the first ${breakerWithinMs / 1_000} s`,
      backAfterMs === null
        ? 'it did not recover'
        : `back after ${(backAfterMs / 1_000).toFixed(1)} s`,
    ],
    wanted: `while it is down, one retry to ${1 / retries.share} calls and ${retries.perSecond} a second, and after ${breakerWithinMs / 1_000} s one call a second; ${percent(leastGoodput, 1)} answered again within ${recoversWithinMs / 1_000} s of its end`,
    misses: [
      again > mostAgain && `${again} retries were made of ${first} calls; ${mostAgain} may be`,
      tries > mostTries && `${tries} calls were made where ${mostTries} would do`,
      (backAfterMs ?? Infinity) > recoversWithinMs &&
        `less than ${percent(leastGoodput, 1)} was answered ${recoversWithinMs / 1_000} s after its end`,
    ],
  });
}

/** From its beginning, after a while, to its end: HTTP 503 with code 50001, on the scale of `performance.now()`. */
async function breakDown(
  inject: (fault: { readonly kind: 'unavailable' }) => () => void,
  signal: AbortSignal,
) {
  await pause(outageMs, undefined, { signal });
  const heal = inject({ kind: 'unavailable' });
  const from = performance.now();
  await pause(outageMs, undefined, { signal });
  heal();
  return { from, until: performance.now() };
}

/** Milliseconds from `healedAt` until nearly all that is asked from then on is answered; null if that never is. */
function recoveryOf(samples: readonly Sample[], healedAt: number): number | null {
  const after = samples.filter(({ dueAt }) => dueAt >= healedAt);
  const back = after.findIndex((_, index) => {
    const rest = after.slice(index);
    return rest.filter(({ outcome }) => outcome === 'right').length >= rest.length * leastGoodput;
  });
  const first = after[back];
  return first ? first.dueAt - healedAt : null;
}
