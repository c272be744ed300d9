/**
 * The entries that were used last, so many at most: one that comes when there are as many takes the place of the one that was
 * used first of them. A cache of `lru-cache` takes 2 KB without anything in it, and each endpoint of 10,000 accounts has
 * three; this one takes next to nothing until it holds something.
 */
export class Latest<Value> {
  readonly #most: number;
  /** In the order of use. */
  #entries: Map<string, Value> | null = null;

  constructor(most: number) {
    this.#most = most;
  }

  get size(): number {
    return this.#entries?.size ?? 0;
  }

  get(id: string): Value | undefined {
    const value = this.#entries?.get(id);
    if (value !== undefined) this.set(id, value);
    return value;
  }

  set(id: string, value: Value): void {
    const entries = (this.#entries ??= new Map());
    entries.delete(id);
    entries.set(id, value);
    if (entries.size <= this.#most) return;
    const [first = id] = entries.keys();
    entries.delete(first);
  }

  delete(id: string): void {
    this.#entries?.delete(id);
  }

  clear(): void {
    this.#entries = null;
  }
}
