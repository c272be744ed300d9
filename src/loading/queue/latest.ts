/** The entries that were used last: one more than so many, and the one that was used first of them is forgotten. */
export interface Latest<Value> {
  get(id: string): Value | undefined;
  set(id: string, value: Value): void;
  delete(id: string): void;
  clear(): void;
  readonly size: number;
}

/**
 * A cache of `lru-cache` takes 2 KB without anything in it, and each endpoint of 10,000 accounts has three; this one takes
 * room for what it holds.
 */
export function keepLatest<Value>(most: number): Latest<Value> {
  /** In the order of use. */
  const entries = new Map<string, Value>();
  function set(id: string, value: Value): void {
    entries.delete(id);
    entries.set(id, value);
    if (entries.size <= most) return;
    for (const first of entries.keys()) return void entries.delete(first);
  }
  return {
    get(id) {
      const value = entries.get(id);
      if (value !== undefined) set(id, value);
      return value;
    },
    set,
    delete: (id) => void entries.delete(id),
    clear: () => entries.clear(),
    get size() {
      return entries.size;
    },
  };
}
