import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe } from 'vitest';

/** What some tests need beside the packages of npm. */
export type Program = 'redis-server' | 'chromium';

declare module 'vitest' {
  interface TaskMeta {
    /** Without which a test is skipped. */
    readonly needs?: Program;
  }
}

/**
 * Tests that need a program: skipped where it is not on the PATH, which the end of the run tells. Where all checks
 * are to be run, as in CI, it has to be there.
 */
export function describeWith(program: Program, name: string, tests: () => void): void {
  const found = pathOf(program) !== null;
  if (!found && process.env['CI']) throw new Error(`CI needs ${program} on the PATH`);
  // oxlint-disable-next-line vitest/valid-title, vitest/valid-describe-callback -- they know no names from elsewhere, and no options
  describe.skipIf(!found)(name, { meta: { needs: program } }, tests);
}

/** Where a program is; null when it is not on the PATH. */
export function pathOf(program: Program): string | null {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.map((folder) => join(folder, program)).find((path) => existsSync(path)) ?? null;
}
