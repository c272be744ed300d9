import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import packageJson from '../../examples/dashboard/package.json' with { type: 'json' };
import { copyExample, exampleFolder } from '../support/dashboard.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

describe('the packages of the example', () => {
  test('are few, and named by exact releases but for that of the project itself', () => {
    const { dependencies, devDependencies } = packageJson;
    const versions = Object.entries({ ...dependencies, ...devDependencies });
    expect(versions.length).toBeLessThan(10);
    for (const [name, version] of versions) {
      if (name === 'okx-account-gateway-client') expect(version).toBe('file:../../schema/client');
      else expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    }
  });

  test('are the very releases that the project has, so that its tests need no others', () => {
    const sums = new Set(lockedIn('.').map(([, { integrity }]) => integrity));
    const others = lockedIn(exampleFolder)
      .filter(([path, { link }]) => path.includes('node_modules/') && link !== true)
      .filter(([, { integrity }]) => integrity === undefined || !sums.has(integrity));
    expect(others).toEqual([]);
  });
});

describe('what is written by `npm run codegen` in the folder of the example', () => {
  let home: string;
  let folder: string;

  beforeAll(() => {
    home = copyExample();
    folder = join(home, exampleFolder);
    symlinkSync(join(root, 'node_modules'), join(home, 'node_modules'), 'junction');
    mkdirSync(join(folder, 'node_modules'));
    const client = join(folder, 'node_modules/okx-account-gateway-client');
    symlinkSync(join(home, 'schema/client'), client, 'junction');
  });

  afterAll(() => rmSync(home, { recursive: true }));

  test('is what is there', () => {
    const generated = (of: string) => {
      const files = globSync('src/generated/*', { cwd: of }).toSorted();
      return files.map((file) => [file, readFileSync(join(of, file), 'utf8')]);
    };
    const before = generated(folder);
    expect(before.length).toBeGreaterThan(0);
    rmSync(join(folder, 'src/generated'), { recursive: true });
    const program = join(root, 'node_modules/@graphql-codegen/cli/cjs/bin.js');
    execFileSync(process.execPath, [program, '--silent'], { cwd: folder });
    expect(generated(folder)).toEqual(before);
  });
});

interface Locked {
  readonly integrity?: string;
  readonly link?: boolean;
}

function lockedIn(folder: string): readonly [path: string, Locked][] {
  const text = readFileSync(join(root, folder, 'package-lock.json'), 'utf8');
  const { packages }: { readonly packages: Record<string, Locked> } = JSON.parse(text);
  return Object.entries(packages);
}
