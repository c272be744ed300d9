import fc from 'fast-check';
import { createRandomness } from '../../src/simulator/randomness.ts';
import {
  accountIds,
  type Client,
  createLoadingWorld,
  defineEndpoints,
  endpointNames,
  type Fate,
  type Loading,
  type Question,
} from './loading-world.ts';
import { createManualClock } from './manual-clock.ts';

const endpoints = defineEndpoints({ calls: 3, windowMs: 2_000 }, 4);
const held = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'];
const keys = [...held, 'ZERO', 'GONE', 'BAD1', 'BAD2'];
const deadlineMs = 6_000;

interface TimedClient extends Client {
  readonly at: number;
  readonly leavesAfter: number | null;
}

const question: fc.Arbitrary<Question> = fc.record({
  account: fc.constantFrom(...accountIds),
  endpoint: fc.constantFrom(...endpointNames),
  mode: fc.constantFrom('none', 'some'),
  keys: fc.oneof(
    {
      weight: 5,
      arbitrary: fc.uniqueArray(fc.constantFrom(...keys), { minLength: 1, maxLength: 8 }),
    },
    { weight: 1, arbitrary: fc.constant(null) },
  ),
});

const client: fc.Arbitrary<TimedClient> = fc.record({
  at: fc.integer({ min: 0, max: 4_000 }),
  questions: fc.array(question, { minLength: 1, maxLength: 3 }),
  maxAgeMs: fc.constantFrom(0, 200, 1_000),
  deadlineMs: fc.constant(deadlineMs),
  maxWaitMs: fc.constantFrom(1_000, Infinity),
  leavesAfter: fc.option(fc.integer({ min: 0, max: 2_000 }), { freq: 4 }),
});

/** Holds for right loading code whatever clients ask, and however calls fail and answers are jumbled. */
export function isolationProperty(loading: Loading) {
  return fc.asyncProperty(
    fc.array(client, { minLength: 1, maxLength: 14 }),
    fc.integer(),
    fc.constantFrom(0, 0.3),
    async (clients, seed, faultShare) => {
      const clock = createManualClock();
      const random = createRandomness(seed);
      const world = createLoadingWorld({
        loading,
        clock,
        endpoints,
        held,
        async fateOf() {
          const latencyMs = Math.floor(random() * 400);
          await new Promise<void>((resolve) => clock.after(latencyMs, resolve));
          return randomFate(random, faultShare);
        },
        openAccount: (accountId, call) =>
          loading.createAccountLoader({ accountId, call, clock, random, keepMs: 1_000 }),
      });
      for (const one of clients) {
        clock.after(one.at, () => {
          const visit = world.enter(one);
          if (one.leavesAfter !== null) clock.after(one.leavesAfter, visit.leave);
        });
      }
      await clock.advance(4_000 + deadlineMs);
      world.judge.judge();
    },
  );
}

function randomFate(random: () => number, faultShare: number): Fate {
  const faults = ['wait', 'retry', 'time-out', 'once-more', 'give-up'] as const;
  const fault = faults[Math.floor(random() * faults.length)] ?? null;
  return {
    fault: random() < faultShare ? fault : null,
    named: random() < 0.5,
    stranger: random() < 0.3,
    reversed: random() < 0.5,
  };
}
