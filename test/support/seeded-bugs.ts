import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { expect, test } from 'vitest';

/** A bug that a property has to find. */
export interface SeededBug {
  /** What is wrong. */
  readonly claim: string;
  /** What the property says then. */
  readonly complaint: RegExp;
  /** The file under `src`. */
  readonly file: string;
  /** What brings the bug into a copy of the file; what is replaced stands there once. */
  readonly edits: readonly (readonly [right: string, wrong: string])[];
}

export interface Hunt {
  /** The property of the copy of `src` that stands there. */
  readonly propertyOf: (src: URL) => Promise<fc.IRawProperty<unknown>>;
  readonly runs: { readonly seed: number; readonly numRuns: number };
}

/** For each bug a test that the property fails, and says why, when the code has it. */
export function testSeededBugs(bugs: readonly SeededBug[], { propertyOf, runs }: Hunt): void {
  // Inside the project, where the copies find what they import; what they read lies beside each.
  const copies = new URL('../../.mutants/', import.meta.url);

  test.each(bugs)('$claim', async ({ complaint, file, edits }) => {
    await mkdir(copies, { recursive: true });
    const folder = await mkdtemp(fileURLToPath(new URL('project-', copies)));
    const src = pathToFileURL(`${folder}/src/`);
    try {
      await symlink(new URL('../../schema/', import.meta.url), `${folder}/schema`, 'junction');
      await cp(new URL('../../src/', import.meta.url), src, { recursive: true });
      let source = await readFile(new URL(file, src), 'utf8');
      for (const [right, wrong] of edits) {
        expect(source.split(right)).toHaveLength(2);
        source = source.replace(right, () => wrong);
      }
      await writeFile(new URL(file, src), source);

      const found = await fc.check(await propertyOf(src), { ...runs, endOnFailure: true });
      expect(String(found.errorInstance)).toMatch(complaint);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
}

/** What modules of `src`, or of a copy of it, export, as if they were one. */
export async function loadModules<Exports extends object>(
  src: URL,
  files: readonly string[],
): Promise<Exports> {
  const modules: readonly object[] = await Promise.all(
    files.map((file) => import(new URL(file, src).href)),
  );
  const exports: Exports = Object.assign({}, ...modules);
  return exports;
}
