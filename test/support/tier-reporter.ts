import { writeFileSync } from 'node:fs';
import type { Reporter, TestCase, TestModule, TestSuite } from 'vitest/node';
import type { Need } from './programs.ts';
import { type Outcome, printOutcome, type TierOutcome } from './tier-outcome.ts';

/**
 * Tells at the very end of the run how each tier went, or, when `OUTCOME_FILE` names a file, writes it there
 * for whoever runs several.
 */
export class TierReporter implements Reporter {
  readonly #tiers = new Map<string, TierOutcome>();
  readonly #startedAt = new Map<string, number>();
  readonly #skippedFor = new Map<Need, number>();
  readonly #failing: string[] = [];

  onInit(): void {
    process.once('exit', (code) => {
      const outcome = this.#outcome(code);
      const file = process.env['OUTCOME_FILE'];
      if (file === undefined) printOutcome(outcome);
      else writeFileSync(file, JSON.stringify(outcome));
    });
  }

  onTestModuleStart({ project }: TestModule): void {
    const { name } = project;
    if (this.#tiers.has(name)) return;
    this.#tiers.set(name, { name, passed: 0, failed: 0, skipped: 0, seconds: 0 });
    this.#startedAt.set(name, performance.now());
  }

  onTestModuleEnd({ project }: TestModule): void {
    const tier = this.#tiers.get(project.name);
    const startedAt = this.#startedAt.get(project.name);
    if (tier && startedAt) tier.seconds = (performance.now() - startedAt) / 1_000;
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    for (const module of modules) {
      // One that does not load has not started either.
      this.onTestModuleStart(module);
      const tier = this.#tiers.get(module.project.name);
      if (tier) this.#count(module, tier);
    }
  }

  #count(module: TestModule, tier: TierOutcome): void {
    const failing: string[] = [];
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === 'passed') tier.passed += 1;
      else if (state === 'skipped') this.#skip(test, tier);
      else failing.push(test.fullName);
    }
    // A module that does not load, or whose hooks throw, fails without having a failed test.
    if (failing.length === 0 && !module.ok()) failing.push('does not load');
    tier.failed += failing.length;
    this.#failing.push(...failing.map((name) => `${module.relativeModuleId}: ${name}`));
  }

  #skip(test: TestCase, tier: TierOutcome): void {
    tier.skipped += 1;
    const need = needOf(test);
    if (need) this.#skippedFor.set(need, (this.#skippedFor.get(need) ?? 0) + 1);
  }

  #outcome(exitCode: number): Outcome {
    const tiers = [...this.#tiers.values()];
    const isFine = exitCode === 0 || tiers.some(({ failed }) => failed > 0);
    return {
      tiers,
      failing: this.#failing,
      skippedFor: [...this.#skippedFor],
      // What fails a run outside its tests, such as a coverage threshold, must not read as success.
      complaints: isFine ? [] : ['the run failed outside its tests, as told above'],
    };
  }
}

function needOf(test: TestCase): Need | undefined {
  let holder: TestCase | TestSuite | TestModule = test;
  while (holder.type !== 'module') {
    const { needs } = holder.meta();
    if (needs) return needs;
    holder = holder.parent;
  }
  return undefined;
}
