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
 * Who is behind the others has nothing that need be remembered; looked for when there are so many. Time then moves on to where
 * half of them are: who comes but once never has it move, and all who ever came would be kept.
 */
const manyTakers = 128;

/**
 * Whose turn it is at the leases of a budget: start-time fair queueing, with a flow for each taker. A taker's next call
 * has a start tag, which is where its latest call has ended or, when it has been away, where the others are by now. Who has the earliest
 * goes next. So those who always want something have calls by their weights, and who wants little is next at once.
 */
export class Turns {
  #now: number;
  #finished: Map<string, number>;

  constructor(virtualTime = 0, finishTags: ReadonlyMap<string, number> = new Map()) {
    this.#now = virtualTime;
    this.#finished = new Map(finishTags);
  }

  /** The start tag of a taker's next call. */
  startTagOf(taker: string): number {
    return Math.max(this.#now, this.#finished.get(taker) ?? 0);
  }

  /** How far it is ahead of where the others are by now. */
  leadOf(taker: string): number {
    return this.startTagOf(taker) - this.#now;
  }

  /** Notes a call that is made for these, at the earliest of their start tags. */
  spend(charges: readonly Charge[]): void {
    if (charges.length === 0) return;
    this.#now = Math.min(...charges.map(({ taker }) => this.startTagOf(taker)));
    for (const { taker, part, weight } of charges)
      this.#finished.set(taker, this.startTagOf(taker) + part / weight);
    this.#forgetBehind();
  }

  /** Takes over how far others have come, who spend from the same budget elsewhere. */
  learn(virtualTime: number, finishTags: ReadonlyMap<string, number>): void {
    this.#now = Math.max(this.#now, virtualTime);
    for (const [taker, tag] of finishTags)
      this.#finished.set(taker, Math.max(tag, this.startTagOf(taker)));
    this.#forgetBehind();
  }

  /** To see what would follow: spending from it spends nothing. */
  copy(): Turns {
    return new Turns(this.#now, this.#finished);
  }

  #forgetBehind(): void {
    if (this.#finished.size < manyTakers) return;
    const finishes = [...this.#finished.values()].toSorted((a, b) => a - b);
    const now = Math.max(this.#now, finishes[Math.ceil(finishes.length / 2) - 1] ?? this.#now);
    this.#now = now;
    this.#finished = new Map([...this.#finished].filter(([, tag]) => tag > now));
  }
}
