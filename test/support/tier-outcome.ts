import { writeSync } from 'node:fs';
import type { Need } from './programs.ts';

export interface TierOutcome {
  readonly name: string;
  passed: number;
  failed: number;
  skipped: number;
  /** From the start of its first file to the end of its last. */
  seconds: number;
}

/** How a run of tests went. */
export interface Outcome {
  readonly tiers: readonly TierOutcome[];
  /** The names of tests that failed, with those of their files. */
  readonly failing: readonly string[];
  /** How many tests were skipped for want of what. */
  readonly skippedFor: readonly (readonly [need: Need, tests: number])[];
  /** What failed that is no test, each in a few words. */
  readonly complaints: readonly string[];
}

/**
 * Prints a line for each test that failed, since those above scroll away, one for each tier, what was skipped and why, and last, alone on its line for machines that read no
 * other, `N passed, N failed`, followed by `, N skipped` if any were.
 */
export function printOutcome({ tiers, failing, skippedFor, complaints }: Outcome): void {
  const sum = (of: 'passed' | 'failed' | 'skipped') =>
    tiers.reduce((total, tier) => total + tier[of], 0);
  const needs = new Map<Need, number>();
  for (const [need, tests] of skippedFor) needs.set(need, tests + (needs.get(need) ?? 0));
  const skipped = [...needs].map(([need, tests]) => `skipped for want of ${need}: ${tests}`);
  const total = { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
  const lines = [
    '',
    ...failing.map((name) => `failed: ${name}`),
    ...tiers.map(
      (tier) => `${tier.name.padEnd(10)} ${counted(tier)} in ${tier.seconds.toFixed()} s`,
    ),
    ...skipped,
    ...complaints,
    counted({ ...total, failed: total.failed + complaints.length }),
  ];
  writeSync(process.stdout.fd, `${lines.join('\n')}\n`);
}

function counted({ passed, failed, skipped }: Omit<TierOutcome, 'name' | 'seconds'>): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
