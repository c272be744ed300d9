import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe } from 'vitest';

/** What some tests need beside the packages of npm. */
type Program =
  | 'redis-server'
  | 'chromium'
  | 'nginx'
  | 'haproxy'
  | 'openssl'
  | 'systemd-analyze'
  | 'jq';

export type Need =
  | `${Program} on the PATH`
  | 'a package registry that has it'
  | 'CI=true, since it installs 420 MB';

declare module 'vitest' {
  interface TaskMeta {
    /** Without which a test is skipped. */
    readonly needs?: Need;
  }
}

/** Tests that need a program. */
export function describeWith(program: Program, name: string, tests: () => void): void {
  describeGiven(`${program} on the PATH`, pathOf(program) !== null, name, tests);
}

/**
 * Tests that need what is not installed by npm: skipped where it is not found, which the end of the run tells. Where
 * all checks are to be run, as in CI, it has to be there.
 */
export function describeGiven(needs: Need, found: boolean, name: string, tests: () => void): void {
  if (!found && process.env['CI']) throw new Error(`CI needs ${needs}`);
  // oxlint-disable-next-line vitest/valid-title, vitest/valid-describe-callback -- they know no names from elsewhere, and no options
  describe.skipIf(!found)(name, { meta: { needs } }, tests);
}

/** Where a program is; null when it is not on the PATH. */
export function pathOf(program: Program): string | null {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.map((folder) => join(folder, program)).find((path) => existsSync(path)) ?? null;
}
