/** The part of a call that is made for one of those who take turns. */
export interface Charge {
  /** Who takes turns: letters and digits that tell takers apart. */
  readonly taker: string;
  /** Part of the call, above 0 and up to 1; the parts of a call make 1. */
  readonly part: number;
  /** Its weight against the others. */
  readonly weight: number;
}

/**
 * Whose turn it is at the leases of a budget: start-time fair queueing, with a flow for each taker. A taker's next call
 * has a start tag, which is where its latest call has ended or, when it has been away, where the others are by now. Who has the earliest
 * goes next. So those who always want something have calls by their weights, and who wants little is next at once.
 */
export interface Turns {
  /** The start tag of a taker's next call. */
  startTagOf(taker: string): number;
  /** How far it is ahead of where the others are by now. */
  leadOf(taker: string): number;
  /** Notes a call that is made for these, at the earliest of their start tags. */
  spend(charges: readonly Charge[]): void;
  /** Takes over how far others have come, who spend from the same budget elsewhere. */
  learn(virtualTime: number, finishTags: ReadonlyMap<string, number>): void;
  /** To see what would follow: spending from it spends nothing. */
  copy(): Turns;
}

/**
 * Who is behind the others has nothing that need be remembered; looked for when there are so many. Time then moves on to where
 * half of them are: who comes but once never has it move, and all who ever came would be kept.
 */
const manyTakers = 128;

export function createTurns(
  virtualTime = 0,
  finishTags: ReadonlyMap<string, number> = new Map(),
): Turns {
  let now = virtualTime;
  let finished = new Map(finishTags);

  const startTagOf = (taker: string) => Math.max(now, finished.get(taker) ?? 0);

  function forgetBehind(): void {
    if (finished.size < manyTakers) return;
    const finishes = [...finished.values()].toSorted((a, b) => a - b);
    now = Math.max(now, finishes[Math.ceil(finishes.length / 2) - 1] ?? now);
    finished = new Map([...finished].filter(([, tag]) => tag > now));
  }

  return {
    startTagOf,
    leadOf: (taker) => startTagOf(taker) - now,
    spend(charges) {
      if (charges.length === 0) return;
      now = Math.min(...charges.map(({ taker }) => startTagOf(taker)));
      for (const { taker, part, weight } of charges)
        finished.set(taker, startTagOf(taker) + part / weight);
      forgetBehind();
    },
    learn(time, tags) {
      now = Math.max(now, time);
      for (const [taker, tag] of tags) finished.set(taker, Math.max(tag, startTagOf(taker)));
      forgetBehind();
    },
    copy: () => createTurns(now, finished),
  };
}
