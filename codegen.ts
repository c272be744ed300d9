/**
 * Writes what is derived from the code: the printed schema and the typed documents of the example
 * operations. With `--check` it writes nothing and fails when a file is not what it should be.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { generate } from '@graphql-codegen/cli';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { z } from 'zod';
import { schema } from './src/graph/schema.ts';

const root = new URL('.', import.meta.url);

/** Path below the project's root → content of each derived file. */
export async function deriveFiles(): Promise<ReadonlyMap<string, string>> {
  const printed = `${printSchema(lexicographicSortSchema(schema))}\n`;
  const generated: unknown = await generate(
    {
      silent: true,
      schema: printed,
      documents: 'schema/operations/*.graphql',
      importExtension: '.ts',
      generates: {
        'schema/client/': {
          preset: 'client',
          presetConfig: { fragmentMasking: false },
          config: {
            useTypeImports: true,
            enumsAsTypes: true,
            strictScalars: true,
            scalars: { Decimal: 'string', DateTime: 'string' },
          },
        },
      },
    },
    false,
  );
  const client = generatedFiles.parse(generated);
  return new Map([
    ['schema/schema.graphql', printed],
    ...client.map(({ filename, content }) => [filename, content] as const),
  ]);
}

const generatedFiles = z.array(z.object({ filename: z.string(), content: z.string() }));

/** The derived files that are missing or not what they should be. */
export async function findStale(files: ReadonlyMap<string, string>): Promise<readonly string[]> {
  const checked = await Promise.all(
    [...files].map(async ([path, content]) => {
      const present = await readFile(new URL(path, root), 'utf8').catch(() => null);
      return present === content ? [] : [path];
    }),
  );
  return checked.flat();
}

async function main(): Promise<void> {
  const files = await deriveFiles();
  const stale = await findStale(files);
  if (process.argv.includes('--check')) {
    if (stale.length === 0) return;
    process.stderr.write(`Stale: ${stale.join(', ')}. Run \`npm run codegen\`.\n`);
    process.exit(1);
  }
  for (const path of stale) {
    const url = new URL(path, root);
    await mkdir(dirname(url.pathname), { recursive: true });
    await writeFile(url, files.get(path) ?? '');
    process.stdout.write(`${path}\n`);
  }
}

if (import.meta.main) await main();
