import { hash } from 'node:crypto';
import { instruments } from '../../src/simulator/instruments.ts';
import { createRandomness } from '../../src/simulator/randomness.ts';
import { createHarness } from './harness.ts';

/** What one caller asks. */
export interface Load {
  readonly name: string;
  readonly weight?: number;
  /** Queries in a second, at random times. */
  readonly perSecond: number;
  readonly question: (random: () => number) => Question;
}

interface Question {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** What has become of the queries of one caller. */
export interface Fate {
  readonly tookMs: readonly number[];
  readonly refused: number;
}

const pairs = [...instruments.values()].flatMap(({ kind, instId }) =>
  kind === 'pair' ? [instId] : [],
);

/** Has callers ask the same account for a while, on a manual clock, and tells what became of it for each. */
export async function askAtOnce(loads: readonly Load[], forMs: number, seed = 1, warmMs = 15_000) {
  const callers = loads.map(({ name, weight = 1 }) => ({
    name,
    tokens: [hash('sha256', name)],
    accountIds: null,
    weight,
    mayExplore: false,
  }));
  const harness = createHarness({
    callers,
    exchange: { network: { out: [10, 15], back: [10, 15] } },
  });
  const { ask, clock } = harness;
  const fates = new Map(loads.map(({ name }) => [name, { tookMs: [] as number[], refused: 0 }]));

  const startAt = clock.now();
  async function visit({ name, question }: Load, random: () => number): Promise<void> {
    const start = clock.now();
    const { query, variables } = question(random);
    const { errors = [] } = await ask(query, {
      variables,
      headers: { authorization: `Bearer ${name}` },
    });
    const fate = fates.get(name);
    if (!fate) return;
    if (start < startAt + warmMs) return;
    const isRefused = errors.some(({ extensions }) => extensions['code'] !== 'KEY_REJECTED');
    if (isRefused) fate.refused += 1;
    else fate.tookMs.push(clock.now() - start);
  }

  for (const [index, load] of loads.entries()) {
    const random = createRandomness(seed + index);
    for (let count = 0; count < (load.perSecond * forMs) / 1_000; count += 1) {
      clock.after(Math.floor(random() * forMs), () => void visit(load, random));
    }
  }
  await clock.advance(forMs + 10_000);
  return { fates, harness, startAt };
}

export const percentile = (values: readonly number[], part: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * part)] ?? 0;

const draw = (count: number, random: () => number) =>
  Array.from({ length: count }, () => pairs[Math.floor(random() * pairs.length)]);

const query = `query ($instId: [ID!]!, $px: Decimal) {
  account { maxAvail(instId: $instId, tdMode: CASH, px: $px) { instId availBuy } }
}`;

/** Three instruments, as an honest page wants them. */
export const honest = (random: () => number): Question => ({
  query,
  variables: { instId: draw(3, random) },
});

/** One instrument at a price that nobody else asks for: each question takes a call of its own, which tells who asked. */
export const alone =
  (mark: number) =>
  (random: () => number): Question => ({
    query,
    variables: { instId: draw(1, random), px: `${mark}.${Math.floor(random() * 1_000_000)}` },
  });

/** By turns: instruments that do not exist, prices that nobody else has, and many good instruments. */
export function wild(random: () => number): Question {
  const kind = Math.floor(random() * 3);
  const some = () => Math.floor(random() * 1_000_000);
  if (kind === 0) return { query, variables: { instId: [`NO-${some()}`, `NO-${some()}`] } };
  if (kind === 1) return { query, variables: { instId: draw(2, random), px: `${some()}` } };
  return { query, variables: { instId: draw(20, random) } };
}
