import type { createLedger, Ledger } from '../../src/budget/ledger.ts';
import type { Redis } from '../../src/budget/redis.ts';
import type { createSharedBudget } from '../../src/budget/shared-budget.ts';
import { createRandomness } from '../../src/simulator/randomness.ts';
import type { Clock } from '../../src/time/clock.ts';
import type { CallSpan } from './most-arrivals.ts';
import { createRedisOnClock } from './redis-on-clock.ts';
import { createTurningClock, drain } from './turning-clock.ts';

export interface Sharing {
  readonly createLedger: typeof createLedger;
  readonly createSharedBudget: typeof createSharedBudget;
}

/** What is shared, and by how many. Times are short, so that much happens in a schedule. */
export interface WorldOptions {
  readonly calls: number;
  readonly replicas: number;
  /** How often each gateway wants a lease. Unit: milliseconds. */
  readonly everyMs: number;
  readonly seed: number;
}

export const windowMs = 400;
const longestCallMs = 300;
/** What the gateways take for the longest lease: call, window and the way to Redis. */
const maxLeaseMs = longestCallMs + windowMs + 500;
export const seatMs = 6_000;

/** What becomes of what is sent on the way to Redis and back. */
export type Way = 'open' | 'lost' | 'held up';

/** Gateways that share one budget through a Redis, on one clock, with all that can happen to each of them. */
export function createSharingWorld(sharing: Sharing, options: WorldOptions) {
  const clock = createTurningClock();
  const random = createRandomness(options.seed);
  let setForwardMs = 1_800_000_000_000;
  const redis = createRedisOnClock(() => clock.now() + setForwardMs);
  let hangs: (() => void)[] | null = null;
  const calls: CallSpan[] = [];
  const gateways: ReturnType<typeof startGateway>[] = [];

  /** Does it once Redis does not hang. */
  function whenRedisRuns(task: () => void): void {
    if (hangs) hangs.push(task);
    else task();
  }

  /** A process that can be stopped and killed. */
  function startProcess() {
    let state: 'runs' | 'stands still' | 'is dead' = 'runs';
    const timers: (() => void)[] = [];
    const reads: (() => void)[] = [];
    function run(task: () => void, later: (() => void)[]): void {
      if (state === 'runs') task();
      else if (state === 'stands still') later.push(task);
    }
    const own: Clock = {
      ...clock,
      after: (ms, task) => clock.after(ms, () => run(task, timers)),
    };
    return {
      clock: own,
      runs: () => state === 'runs',
      read: (task: () => void) => run(task, reads),
      stop() {
        if (state === 'runs') state = 'stands still';
      },
      goOn() {
        if (state !== 'stands still') return;
        state = 'runs';
        // What is due comes before what has arrived meanwhile, as in Node.
        for (const task of [...timers.splice(0), ...reads.splice(0)]) task();
      },
      kill() {
        state = 'is dead';
      },
    };
  }

  /** The way between a gateway and Redis. */
  function startWay(process: ReturnType<typeof startProcess>) {
    let way: Way = 'open';
    let eachWayMs = 0;
    let connection = 0;
    let held: (() => void)[] = [];
    function pass(task: () => void): void {
      if (way === 'held up') held.push(task);
      else if (way === 'open') {
        if (eachWayMs === 0) task();
        else clock.after(eachWayMs * (0.5 + random()), task);
      }
    }
    const gatewaysRedis: Redis = {
      run: (keys, args) =>
        new Promise((resolve) => {
          const sentOn = connection;
          pass(() =>
            whenRedisRuns(() => {
              const answer = redis.answer(keys, args);
              pass(() => process.read(() => sentOn === connection && resolve(answer)));
            }),
          );
        }),
      reconnect() {
        connection += 1;
      },
      close() {},
    };
    return {
      redis: gatewaysRedis,
      isOpen: () => way === 'open',
      become(next: Way, delayMs: number) {
        way = next;
        eachWayMs = delayMs;
        if (next === 'held up') return;
        const late = held;
        held = [];
        for (const task of late) pass(task);
      },
    };
  }

  function startGateway() {
    const process = startProcess();
    const way = startWay(process);
    const ledger: Ledger = sharing.createLedger({
      redis: way.redis,
      clock: process.clock,
      maxLeaseMs,
      unendedMs: maxLeaseMs,
      seatMs,
      replicas: options.replicas,
      onStanding() {},
    });
    const budget = sharing.createSharedBudget(
      'main/balance',
      { calls: options.calls, windowMs },
      { ledger, clock: process.clock },
    );
    let isEnding = false;
    let made = 0;

    async function makeCall(): Promise<void> {
      const lease = await budget.take();
      if (!lease) return;
      if (isEnding || random() < 0.05) {
        lease.giveBack();
        return;
      }
      made += 1;
      const from = clock.now();
      const takesMs = random() < 0.1 ? longestCallMs : random() * longestCallMs;
      calls.push({ from, to: from + takesMs });
      clock.after(takesMs, () => process.read(() => lease.end()));
    }

    function work(): void {
      if (isEnding) return;
      process.clock.after(options.everyMs * (0.5 + random()), work);
      void makeCall();
    }
    work();
    return {
      process,
      way,
      standing: ledger.standing,
      made: () => made,
      isInTouch: () =>
        !isEnding && process.runs() && way.isOpen() && ledger.standing() === 'shared',
      end() {
        isEnding = true;
        void ledger.close();
      },
    };
  }

  return {
    calls,
    gateways,
    start: () => void gateways.push(startGateway()),
    async wait(ms: number) {
      await clock.advance(ms);
    },
    hang() {
      hangs ??= [];
    },
    async resume() {
      const waiting = hangs ?? [];
      hangs = null;
      for (const task of waiting) task();
      await drain();
    },
    restartRedis: redis.restart,
    flushRedis: redis.forget,
    /** Whether a gateway that has known Redis before reaches it. */
    hasWitness: () => hangs === null && gateways.some(({ isInTouch }) => isInTouch()),
    /** As whoever sets the clock of its machine. */
    setClock(ms: number) {
      setForwardMs += ms;
    },
  };
}
