import type { Sample } from './ask.ts';

/** What became of many requests. */
export interface Tally {
  readonly asked: number;
  readonly right: number;
  readonly wrong: readonly NonNullable<Sample['wrong']>[];
  /** Requests that met an error, by its code; one that met several counts for each. */
  readonly errors: ReadonlyMap<string, number>;
  /** Milliseconds that right answers took. Null when there are none. */
  readonly latency: Percentiles | null;
}

export interface Percentiles {
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
}

export function tallyOf(samples: readonly Sample[]): Tally {
  const errors = new Map<string, number>();
  for (const code of samples.flatMap(({ codes }) => codes)) {
    errors.set(code, (errors.get(code) ?? 0) + 1);
  }
  const right = samples.filter(({ outcome }) => outcome === 'right');
  return {
    asked: samples.length,
    right: right.length,
    wrong: samples.flatMap(({ wrong }) => wrong ?? []),
    errors,
    latency: percentilesOf(right.map(({ tookMs }) => tookMs)),
  };
}

/** Of no values, null. */
export function percentilesOf(values: readonly number[]): Percentiles | null {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
  return sorted.length === 0 ? null : { p50: at(0.5), p90: at(0.9), p99: at(0.99) };
}
