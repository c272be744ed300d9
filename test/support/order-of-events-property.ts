import fc from 'fast-check';
import { type Budget, maxLateMs } from '../../src/budget/budget.ts';
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
import { createTurningClock, drain, turn } from './turning-clock.ts';

const windowMs = 2_000;
const endpoints = defineEndpoints({ calls: 2, windowMs }, 2);
const held = ['A', 'B'];

// Most is asked of one account, one endpoint and one context: what never meets cannot go wrong.
const mostly = <T>(usual: T, ...others: readonly T[]) =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  );
const question: fc.Arbitrary<Question> = fc.record({
  account: mostly(...accountIds),
  endpoint: mostly(...endpointNames),
  mode: mostly<Question['mode']>('none', 'some'),
  keys: fc.constantFrom(['A'], ['B'], ['A', 'B'], ['ZERO'], ['GONE'], ['A', 'ZERO', 'BAD'], null),
});

interface Guest extends Client {
  readonly leaves: boolean;
}

const guest: fc.Arbitrary<Guest> = fc.record({
  questions: fc.array(question, { minLength: 1, maxLength: 2 }),
  maxAgeMs: fc.constantFrom(0, 200, 1_000),
  // Most wait for ever, so that what gets lost stays lost.
  deadlineMs: mostly(Infinity, 1_500),
  maxWaitMs: mostly(Infinity, 1_000),
  leaves: mostly(false, true),
});
/** By then everybody has been served who will ever be. */
const longestMs = 100_000;

const answered: Fate = { fault: null, named: true, stranger: false, reversed: false };
const fate = fc.oneof(
  fc.constantFrom<Fate>(
    answered,
    { ...answered, named: false },
    { ...answered, stranger: true, reversed: true },
  ),
  fc.constantFrom<Fate>(
    { ...answered, fault: 'wait' },
    { ...answered, fault: 'retry' },
    { ...answered, fault: 'time-out' },
    { ...answered, fault: 'once-more' },
    { ...answered, fault: 'give-up' },
  ),
);

const course = fc.record({
  guests: fc.array(guest, { minLength: 1, maxLength: 5, size: 'max' }),
  /** What becomes of the first calls, too few of them to have the account's calls stopped by faults. */
  fates: fc.array(fate, { maxLength: 7, size: 'max' }),
  /** By how many milliseconds time moves on. */
  steps: fc.array(fc.constantFrom('to the next timer', 1, 199, 999, 2_000), {
    maxLength: 6,
    size: 'max',
  }),
  slowLeases: fc.boolean(),
  forgetful: fc.option(mostly(...accountIds), { freq: 2 }),
});

/** Holds for right loading code in whatever order clients come and leave, calls are answered and time passes. */
export function laneProperty(loading: Loading) {
  return fc.asyncProperty(course, fc.scheduler(), async (given, scheduler) => {
    const { guests, steps, slowLeases, forgetful } = given;
    const fates = [...given.fates];
    const budgets: Budget[] = [];
    const clock = createTurningClock();
    const happens = async (what: string) => scheduler.schedule(Promise.resolve(), what);

    const world = createLoadingWorld({
      loading,
      clock,
      endpoints,
      held,
      async fateOf({ lot }) {
        await happens(`a call of ${lot.account} is answered`);
        return fates.shift() ?? answered;
      },
      openAccount: (accountId, call) =>
        loading.createAccountLoader({
          accountId,
          call,
          clock,
          random: () => 0.5,
          keepMs: 1_000,
          budgetOf(_name, limit) {
            const budget = loading.createBudget(limit, clock);
            budgets.push(budget);
            return slowLeases ? slow(budget) : budget;
          },
        }),
    });

    /** Leases of a budget that is kept elsewhere take a while to be had. */
    function slow(budget: Budget): Budget {
      let asked = 0;
      return {
        ...budget,
        async take() {
          asked += 1;
          if (asked > 1) world.judge.complain('two leases asked for at once');
          await happens('a lease is asked for');
          const lease = await budget.take();
          await happens('a lease is had');
          asked -= 1;
          return lease;
        },
      };
    }

    for (const [index, one] of guests.entries()) {
      let leave = () => {};
      const comes = async () => {
        ({ leave } = world.enter(one));
      };
      const leaves = async () => leave();
      const stay = [{ label: `client ${index} comes`, builder: comes }];
      if (one.leaves) stay.push({ label: `client ${index} leaves`, builder: leaves });
      scheduler.scheduleSequence(stay);
    }
    scheduler.scheduleSequence(
      steps.map((step) => ({
        label: `time moves on: ${step}`,
        builder: async () => {
          await (typeof step === 'number' ? clock.advance(step) : clock.advanceToNext());
        },
      })),
    );
    if (forgetful) void happens(`${forgetful} forgets`).then(() => world.forget(forgetful));

    /** Several things can happen in one turn of the event loop, before those that wait for its end. */
    function turnSometime(): void {
      void scheduler.schedule(Promise.resolve(), 'the event loop turns', undefined, async (act) => {
        await act();
        await turn();
        if (scheduler.count() > 0) turnSometime();
      });
    }
    do {
      turnSometime();
      // oxlint-disable-next-line typescript/no-deprecated -- what replaces it takes much more time
      await scheduler.waitAll(async (act) => {
        await act();
        await drain();
      });
    } while (world.judge.open() > 0 && clock.now() < longestMs && (await clock.advanceToNext()));

    await clock.advance(windowMs + maxLateMs);
    if (budgets.some((budget) => budget.inUse() > 0))
      world.judge.complain('a lease never came back');
    world.judge.judge();
  });
}
