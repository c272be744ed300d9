/**
 * Writes the contract in `schema/`: what is derived from the code and from the named operations. With
 * `--check` it writes nothing and fails when a file is not what it should be, when a client of the
 * last release would break and the changelog does not say so, or when a named operation does not fit the
 * schema, or a document of the files that are given: manifests of persisted documents, or GraphQL.
 */
import { globSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { plugin as typescriptOperations } from '@graphql-codegen/typescript-operations';
import { CriticalityLevel, diff } from '@graphql-inspector/core';
import { buildSchema, GraphQLError, Kind } from 'graphql';
import packageJson from './package.json' with { type: 'json' };
import { findBroken } from './codegen/broken-documents.ts';
import { printContract, writeClientPackage } from './codegen/client-package.ts';
import { type NamedOperation, readOperations, writeManifest } from './codegen/named-operations.ts';
import { writeReference } from './codegen/reference.ts';
import { printSubgraph } from './src/graph/print-subgraph.ts';
import { schema } from './src/graph/schema.ts';

const root = new URL('.', import.meta.url);

/** Path below the project's root → content of each derived file. */
async function deriveFiles(): Promise<ReadonlyMap<string, string>> {
  const operations = readOperations(schema, await readAll('schema/operations/*.graphql'));
  const client = writeClientPackage({
    schema,
    operations,
    operationTypes: await typesOf(operations),
    version: packageJson.version,
  });
  return new Map([
    ['schema/schema.graphql', printContract(schema)],
    ['schema/federation.graphql', `${printSubgraph(schema)}\n`],
    ['schema/persisted-operations.json', writeManifest(operations)],
    ['schema/reference.md', writeReference(schema)],
    ...[...client].map(([file, content]) => [`schema/client/${file}`, content] as const),
  ]);
}

/** The derived files that are missing or not what they should be. */
async function findStale(files: ReadonlyMap<string, string>): Promise<readonly string[]> {
  const checked = await Promise.all(
    [...files].map(async ([path, content]) => {
      const present = await readFile(new URL(path, root), 'utf8').catch(() => null);
      return present === content ? [] : [path];
    }),
  );
  return checked.flat();
}

/** What clients of the last release would notice, a sentence for each change. */
interface Changes {
  /** What would break them and is not in the changelog. */
  readonly unlisted: readonly string[];
  /** What may surprise them, such as a further value of an enum. */
  readonly dangerous: readonly string[];
}

/**
 * Compares two printed schemas.
 * @param changelog a change that breaks clients is listed in it by an item that begins with its
 * sentence, below `## Unreleased` and there below `### Breaking`
 */
export async function findChanges(
  released: string,
  current: string,
  changelog: string,
): Promise<Changes> {
  const changes = await diff(buildSchema(released), buildSchema(current));
  const sentences = (wanted: CriticalityLevel) =>
    changes.filter(({ criticality }) => criticality.level === wanted).map(({ message }) => message);
  const listed = sectionOf(sectionOf(changelog, '## Unreleased'), '### Breaking').split('\n');
  return {
    unlisted: sentences(CriticalityLevel.Breaking).filter(
      (sentence) => !listed.some((line) => line.startsWith(`- ${sentence}`)),
    ),
    dangerous: sentences(CriticalityLevel.Dangerous),
  };
}

/** What stands below a heading, up to the next one of its rank. */
function sectionOf(markdown: string, heading: string): string {
  const [rank = ''] = heading.split(' ');
  const [, ...rest] = `\n${markdown}`.split(`\n${heading}\n`);
  return rest.join('\n').split(`\n${rank} `)[0] ?? '';
}

async function typesOf(operations: readonly NamedOperation[]): Promise<string> {
  const definitions = [...new Set(operations.flatMap(({ document }) => document.definitions))];
  const { prepend = [], content } = await typescriptOperations(
    schema,
    [{ document: { kind: Kind.DOCUMENT, definitions } }],
    {
      namingConvention: 'keep',
      scalars: { ID: 'string', Decimal: 'Decimal', DateTime: 'DateTime' },
      strictScalars: true,
      immutableTypes: true,
      arrayInputCoercion: false,
      // Written to the same file, all of them, by our own hand: imports and exports of them are cut.
      enumValues: './index.js',
    },
    { outputFile: 'schema/client/index.d.ts' },
  );
  const helpers = prepend.filter((text) => text.includes('type Exact<'));
  return [...helpers, content.replaceAll(/^export \{ \w+ \};\n+/gm, '')].join('\n');
}

async function readAll(pattern: string): Promise<ReadonlyMap<string, string>> {
  const folder = fileURLToPath(root);
  return readFiles(globSync(pattern, { cwd: folder }), folder);
}

async function readFiles(
  paths: readonly string[],
  folder = process.cwd(),
): Promise<ReadonlyMap<string, string>> {
  const read = async (path: string) => readFile(resolve(folder, path), 'utf8');
  return new Map(await Promise.all(paths.map(async (path) => [path, await read(path)] as const)));
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { check: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  if (values.check) return check(positionals);
  if (positionals.length === 0) return write();
  process.exitCode = 1;
  process.stderr.write('Files are given to be looked at with --check.\n');
}

async function write(): Promise<void> {
  const files = await deriveFiles();
  for (const path of await findStale(files)) {
    const url = new URL(path, root);
    await mkdir(dirname(fileURLToPath(url)), { recursive: true });
    await writeFile(url, files.get(path) ?? '');
    process.stdout.write(`${path}\n`);
  }
}

async function check(given: readonly string[]): Promise<void> {
  const [released = '', changelog = ''] = await Promise.all(
    ['schema/released.graphql', 'CHANGELOG.md'].map((path) =>
      readFile(new URL(path, root), 'utf8'),
    ),
  );
  const { unlisted, dangerous } = await findChanges(released, printContract(schema), changelog);
  if (dangerous.length > 0) {
    process.stdout.write(`Dangerous for clients of the last release:\n${listOf(dangerous)}`);
  }
  if (unlisted.length > 0) {
    process.exitCode = 1;
    process.stderr.write(
      `Breaks clients of the last release; if it is meant, list it in CHANGELOG.md below Unreleased, Breaking:\n${listOf(unlisted)}`,
    );
  }
  const own = findBroken(schema, await readAll('schema/operations/*.graphql'));
  const broken = [...own, ...findBroken(schema, await readFiles(given))];
  if (broken.length > 0) {
    process.exitCode = 1;
    process.stderr.write(`Documents that do not fit the graph:\n${listOf(broken)}`);
  }
  // Nothing is derived from an operation that asks for what is gone.
  if (own.length > 0) return;
  const stale = await findStale(await deriveFiles());
  if (stale.length > 0) {
    process.exitCode = 1;
    process.stderr.write(`Stale: ${stale.join(', ')}. Run \`npm run codegen\`.\n`);
  }
}

const listOf = (items: readonly string[]): string => items.map((item) => `- ${item}\n`).join('');

if (import.meta.main) {
  await main().catch((error: unknown) => {
    process.exitCode = 1;
    if (error instanceof GraphQLError) {
      process.stderr.write(`An operation does not fit the graph: ${error.toString()}\n`);
    } else if (error instanceof Error && 'syscall' in error) {
      process.stderr.write(`${error.message}\n`);
    } else throw error;
  });
}
