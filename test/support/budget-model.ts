import fc from 'fast-check';
import { type createBudget, type Lease, maxLateMs } from '../../src/budget/budget.ts';
import { createManualClock } from './manual-clock.ts';
import { mostArrivals } from './most-arrivals.ts';

const windowMs = 2_000;

type Ending = 'end' | 'give up' | 'give back';

/** What happens to a budget. Leases are counted back from the one that was taken last. */
type Command =
  | { readonly act: 'take' }
  | { readonly act: Ending; readonly back: number }
  | { readonly act: 'wait'; readonly ms: number }
  | { readonly act: 'wait until free'; readonly calls: number }
  | { readonly act: 'ask inUse' }
  | { readonly act: 'ask waitFor'; readonly calls: number };

// With fractions, as real clocks have them, but only such as add up exactly.
const ms = fc.oneof(fc.constantFrom(0, 0.25, 1, 999.75, 1_999.75, 2_000, 3_000), fc.nat(700));
const back = fc.nat(5);
const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ act: fc.constant('take') }) },
  { weight: 4, arbitrary: fc.record({ act: fc.constant('end'), back }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constantFrom('give up', 'give back'), back }) },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('wait'), ms }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('wait until free'), calls: fc.nat(5) }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('ask inUse') }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('ask waitFor'), calls: fc.nat(12) }) },
);

interface Schedule {
  /** Calls that the limit allows in a window. */
  readonly limit: number;
  readonly commands: readonly Command[];
  /** Whether everything is asked after each command. Else less is, since asking may set a budget right. */
  readonly watched: boolean;
}

const schedule: fc.Arbitrary<Schedule> = fc.record({
  limit: fc.integer({ min: 1, max: 4 }),
  commands: fc.array(command, { maxLength: 40, size: 'max' }),
  watched: fc.boolean(),
});

/** Holds for a budget that gives, counts and foretells leases as the model does. */
export function followsModel(create: typeof createBudget) {
  return fc.asyncProperty(schedule, async (given) => {
    const { complaints } = await play(create, given);
    if (complaints.size > 0) throw new Error([...complaints].join('; '));
  });
}

/** Holds for a budget with which the exchange never counts too many calls, whenever they arrive. */
export function keepsLimit(create: typeof createBudget) {
  return fc.asyncProperty(schedule, async (given) => {
    const { facts } = await play(create, { ...given, watched: false });
    const calls = facts.filter(({ givenBack }) => !givenBack);
    const spans = calls.map((fact) => ({ from: fact.takenAt, to: arrivedAt(fact) }));
    const most = mostArrivals(spans, windowMs);
    if (most > given.limit) throw new Error(`over the limit: ${most} calls, not ${given.limit}`);
  });
}

/** What has happened to one lease. */
interface Fact {
  readonly takenAt: number;
  endedAt: number | null;
  givenUp: boolean;
  givenBack: boolean;
}

/** By when the call has arrived. */
const arrivedAt = ({ endedAt, givenUp }: Fact): number =>
  (endedAt ?? Infinity) + (givenUp ? maxLateMs : 0);

/** The promise of a budget, word for word: every lease that there ever was is looked at for each answer. */
function createModel(limit: number, facts: readonly Fact[], now: () => number) {
  function freeInMs(fact: Fact): number {
    if (fact.givenBack) return 0;
    return fact.endedAt === null ? windowMs : Math.max(0, arrivedAt(fact) + windowMs - now());
  }

  return {
    inUse: () => facts.filter((fact) => freeInMs(fact) > 0).length,
    /**
     * How long each of some further calls waits for its lease: they are given one after the other, the lease
     * that is free first each time, as if each call were answered at once.
     */
    waits(calls: number): readonly number[] {
      const freeIn = facts.map(freeInMs).filter((wait) => wait > 0);
      while (freeIn.length < limit) freeIn.push(0);
      return Array.from({ length: calls }, () => {
        const wait = Math.min(...freeIn);
        freeIn[freeIn.indexOf(wait)] = wait + windowMs;
        return wait;
      });
    },
  };
}

/** Does what the schedule says, and notes where the budget and the model differ. */
async function play(create: typeof createBudget, { limit, commands, watched }: Schedule) {
  let now = 5_000;
  const clock = { ...createManualClock(), now: () => now };
  const budget = create({ calls: limit, windowMs }, clock);
  const leases: Lease[] = [];
  const facts: Fact[] = [];
  const model = createModel(limit, facts, clock.now);
  const complaints = new Set<string>();

  const compare = (what: string, real: number | boolean, right: number | boolean) => {
    if (real !== right) complaints.add(`${what}: ${real}, not ${right}`);
  };
  const askInUse = () => compare('in use', budget.inUse(), model.inUse());
  function askWaitFor(calls: number, right = model.waits(calls).at(-1) ?? 0): void {
    compare('wait', budget.waitFor(calls), right);
  }

  async function take(): Promise<void> {
    const free = model.inUse() < limit;
    const lease = await budget.take();
    compare('a lease', lease !== null, free);
    if (!lease) return;
    leases.push(lease);
    facts.push({ takenAt: now, endedAt: null, givenUp: false, givenBack: false });
  }

  function finish(act: Ending, newer: number): void {
    const fact = facts.at(-1 - newer);
    const lease = leases.at(-1 - newer);
    if (act === 'end') lease?.end();
    else if (act === 'give up') lease?.giveUp();
    else lease?.giveBack();
    // What is over cannot be ended once more.
    if (!fact || fact.givenBack || fact.endedAt !== null) return;
    if (act === 'give back') fact.givenBack = true;
    else fact.endedAt = now;
    fact.givenUp = act === 'give up';
  }

  for (const [index, one] of commands.entries()) {
    if (one.act === 'take') await take();
    else if (one.act === 'wait') now += one.ms;
    else if (one.act === 'wait until free') now += model.waits(one.calls).at(-1) ?? 0;
    else if (one.act === 'ask inUse') askInUse();
    else if (one.act === 'ask waitFor') askWaitFor(one.calls);
    else finish(one.act, one.back);
    if (!watched && index < commands.length - 1) continue;
    askInUse();
    askWaitFor(0);
    model.waits(2 * limit + 1).forEach((wait, before) => askWaitFor(before + 1, wait));
  }
  return { complaints, facts };
}
