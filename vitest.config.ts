import { defineConfig } from 'vitest/config';
import { pathOf } from './test/support/programs.ts';
import { TierReporter } from './test/support/tier-reporter.ts';

const covered = { lines: 90, branches: 90 };

/** What each claims and needs is told in test/README.md. */
const tiers = ['behaviour', 'models', 'redis', 'process', 'docs'] as const;

export default defineConfig({
  test: {
    projects: tiers.map((name) => ({
      extends: true,
      test: {
        name,
        include: [
          `test/${name}/**/*.test.ts`,
          ...(name === 'behaviour' ? ['test/bench/**/*.test.ts'] : []),
        ],
        // What is tested in process keeps nothing in its modules, so it is loaded once and not for each file.
        isolate: name !== 'behaviour',
      },
    })),
    setupFiles: ['test/support/watch-outputs.ts'],
    reporters: ['default', new TierReporter()],
    // Node loads the TypeScript itself, as in production, and the graphql package only once.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    maxWorkers: 2,
    // For what hangs, not for what is slow on a machine that has much else to do.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      reporter: ['text-summary'],
      thresholds: {
        // Without a Redis, only what needs none is reached.
        [pathOf('redis-server') ? 'src/budget/**' : 'src/budget/{budget,pacing}.ts']: covered,
        'src/accounts/**': covered,
        'src/callers/**': covered,
        'src/exchange/**': covered,
        'src/graph/**': covered,
        'src/loading/**': covered,
        'src/operations/**': covered,
        'src/server/**': covered,
        'src/settings/**': covered,
        'src/status/**': covered,
      },
    },
  },
});
