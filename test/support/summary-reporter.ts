import { writeSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';

type Counts = Record<'passed' | 'failed' | 'skipped', number>;

/**
 * Writes `N passed, N failed` as the very last line of the run, followed by `, N skipped` if any
 * were, for machines that read no other line.
 */
export class SummaryReporter implements Reporter {
  onInit(): void {
    process.once('exit', (code) => writeSync(process.stdout.fd, `${this.#summary(code)}\n`));
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    for (const module of modules) {
      const counts = countTests(module);
      // A module that does not load, or whose hooks throw, fails without having a failed test.
      this.#total.failed += Math.max(counts.failed, module.ok() ? 0 : 1);
      this.#total.passed += counts.passed;
      this.#total.skipped += counts.skipped;
    }
  }

  readonly #total: Counts = { passed: 0, failed: 0, skipped: 0 };

  #summary(exitCode: number): string {
    const { passed, failed, skipped } = this.#total;
    // What fails a run outside its tests, such as a coverage threshold, must not read as success.
    const failures = exitCode === 0 ? failed : Math.max(failed, 1);
    return `${passed} passed, ${failures} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
  }
}

function countTests(module: TestModule): Counts {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const test of module.children.allTests()) {
    const { state } = test.result();
    counts[state === 'pending' ? 'failed' : state] += 1;
  }
  return counts;
}
