/** Decisions by numbers that are drawn beforehand. When these run out, and when they are 0, the simplest is chosen. */
export class Choices {
  readonly #drawn: readonly number[];
  #at = 0;

  constructor(drawn: readonly number[]) {
    this.#drawn = drawn;
  }

  below(limit: number): number {
    const drawn = this.#drawn[this.#at] ?? 0;
    this.#at += 1;
    return drawn % limit;
  }

  /** Simplest: it does not happen. */
  happens(percent: number): boolean {
    return this.below(100) >= 100 - percent;
  }

  /** Simplest: the first. */
  of<Value>(values: readonly Value[]): Value {
    const value = values[this.below(values.length)];
    if (value === undefined) throw new TypeError('There is nothing to choose from.');
    return value;
  }
}
