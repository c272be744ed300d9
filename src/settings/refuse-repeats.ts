import type { z } from 'zod';

interface Repeats<Entry> {
  readonly context: z.RefinementCtx;
  /** Where the list stands in the file. Default: it is the file. */
  readonly path?: readonly string[];
  readonly field: string;
  readonly valuesOf: (entry: Entry) => readonly string[];
}

/** Refuses a list of a file in which two entries have the same value. */
export function refuseRepeats<Entry>(
  entries: readonly Entry[],
  { context, path = [], field, valuesOf }: Repeats<Entry>,
): void {
  const first = new Map<string, number>();
  for (const [index, entry] of entries.entries()) {
    for (const value of valuesOf(entry)) {
      const before = first.get(value);
      first.set(value, before ?? index);
      if (before === undefined) continue;
      const message = `different from that of entry ${before + 1}`;
      context.addIssue({ code: 'custom', path: [...path, index, field], message });
    }
  }
}
