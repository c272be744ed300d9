import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import lockfile from '../../package-lock.json' with { type: 'json' };
import { readPage } from '../support/markdown.ts';

const root = join(import.meta.dirname, '../..');
const threats = readPage('SECURITY.md').rows('Threat');

describe('the threats', () => {
  test('are a page of them', () => {
    expect(threats.length).toBeGreaterThanOrEqual(20);
  });

  test.each(threats)('%s: has tests that are there', (_threat, _holds, shown = '') => {
    const named = [...shown.matchAll(/\[[^\]]+\]\(([^)]+)\): ((?:“[^”]+”(?:, )?)+)/g)];
    expect(named.length).toBeGreaterThan(0);
    // Nothing is said that is not looked up here.
    expect(named.map(([text]) => text).join('; ')).toBe(shown);
    const missing = named.flatMap(([, file = '', titles = '']) => {
      const path = join(root, file);
      const source = existsSync(path) ? readFileSync(path, 'utf8') : '';
      return [...titles.matchAll(/“([^”]+)”/g)]
        .filter(([, title = '']) => !isTitle(source, title))
        .map(([title]) => `${file}: ${title}`);
    });
    expect(missing).toEqual([]);
  });
});

describe('packages', () => {
  const { '': _, ...locked } = lockfile.packages;
  const packages = Object.entries<Locked>(locked);
  const running = packages.filter(([, { dev }]) => !dev);

  test('are asked for by exact versions', () => {
    const { dependencies, devDependencies, optionalDependencies } = packageJson;
    const asked = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies });
    expect(asked.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });

  test('what is installed to run is pinned by version and hash, and runs no script at install', () => {
    expect(packages.filter(([, { integrity = '' }]) => !integrity.startsWith('sha512-'))).toEqual(
      [],
    );
    expect(running.filter(([, one]) => one.hasInstallScript && !one.devOptional)).toEqual([]);
  });

  test('that are installed to run are about as many as it says', () => {
    const [, said] = /has about (\d+) packages/.exec(readPage('SECURITY.md').text) ?? [];
    const installed = running.filter(([, { devOptional, peer }]) => !devOptional && !peer);
    expect(Math.abs(installed.length - Number(said))).toBeLessThanOrEqual(5);
  });
});

interface Locked {
  readonly integrity?: string;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly peer?: boolean;
  readonly hasInstallScript?: boolean;
}

/** Whether a test, or several in a `describe`, are called so. */
function isTitle(source: string, title: string): boolean {
  const calls = source.replaceAll(/\(\s+/g, '(');
  return ['"', "'", '`'].some((quote) => calls.includes(`(${quote}${title}${quote},`));
}
