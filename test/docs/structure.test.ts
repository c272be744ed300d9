import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, matchesGlob } from 'node:path';
import { describe, expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };

const known = 'vocabulary declarations errors time caller';

/** A file belongs to the first layer whose pattern takes it. It may import its own layer in its own folder. */
const layers: readonly Layer[] = [
  { name: 'codegen', files: 'codegen.ts', imports: 'generators graph documents' },
  { name: 'generators', files: 'codegen/*', imports: `list graph documents ${known}` },
  { name: 'launcher', files: 'src/{launch,find-node}.js' },
  {
    name: 'main',
    files: 'src/{main,start}.ts',
    imports: 'accounts callers server settings telemetry time',
    loads: 'embedded',
  },
  { name: 'time', files: 'src/time/*' },
  { name: 'caller', files: 'src/callers/caller.ts' },
  { name: 'callers', files: 'src/callers/*', imports: `settings ${known}` },
  { name: 'errors', files: 'src/errors/*' },
  { name: 'vocabulary', files: 'src/endpoints/{declare,codes,instrument-kind}.ts' },
  { name: 'list', files: 'src/endpoints/*.ts', imports: known, loads: 'edges simulations' },
  {
    name: 'edges',
    files: 'src/endpoints/*/graph.ts',
    imports: `edges graph ${known}`,
    types: 'loading exchange',
  },
  {
    name: 'simulations',
    files: 'src/endpoints/*/simulate*.ts',
    imports: 'simulator vocabulary declarations',
  },
  { name: 'declarations', files: 'src/endpoints/*/*', imports: 'vocabulary' },
  { name: 'credentials', files: 'src/exchange/{credentials,proxy,secret}.ts' },
  { name: 'exchange', files: 'src/exchange/*', imports: `credentials ${known}` },
  { name: 'budget', files: 'src/budget/*', imports: known },
  {
    name: 'loading',
    files: 'src/loading/{*,queue/*,faults/*,explain/*,mode/*}',
    imports: `loading budget ${known}`,
    types: 'exchange telemetry',
  },
  { name: 'graph', files: 'src/graph/*', imports: `list ${known}`, types: 'loading exchange' },
  { name: 'graphiql', files: 'src/graphiql/{*,browser/*}', imports: 'graph' },
  {
    name: 'telemetry',
    files: 'src/telemetry/*',
    imports: `settings ${known}`,
    types: 'accounts callers exchange loading',
  },
  { name: 'documents', files: 'src/documents/*', imports: `settings ${known}` },
  { name: 'settings', files: 'src/settings/*', imports: 'credentials time' },
  {
    name: 'accounts',
    files: 'src/accounts/*',
    imports: `list credentials exchange budget loading settings ${known}`,
  },
  {
    name: 'status',
    files: 'src/status/{*,browser/*}',
    imports: 'time',
    types: 'accounts callers loading settings telemetry',
  },
  {
    name: 'live',
    files: 'src/live/*',
    imports: `callers ${known}`,
    types: 'exchange loading telemetry',
  },
  {
    name: 'operations',
    files: 'src/operations/*',
    imports: `list callers documents live loading ${known}`,
    types: 'execution graph telemetry',
  },
  { name: 'execution', files: 'src/execution/*', types: 'graph' },
  {
    name: 'server',
    files: 'src/server/*',
    imports: `list accounts callers credentials documents exchange execution live loading graph graphiql operations settings status telemetry ${known}`,
  },
  { name: 'embedded', files: 'src/simulator/embedded.ts', imports: 'simulator credentials time' },
  {
    name: 'simulator',
    files: 'src/simulator/*',
    imports: 'list simulations vocabulary declarations time',
  },
];

interface Layer {
  readonly name: string;
  readonly files: string;
  readonly imports?: string;
  /** Imported as types only: nothing of them is there at run time. */
  readonly types?: string;
  /** Imported by `import()` only: there where it is asked for. */
  readonly loads?: string;
}

interface Import {
  readonly from: string;
  readonly to: string;
  readonly kind: 'imports' | 'types' | 'loads';
}

const root = join(import.meta.dirname, '../..');
const files = globSync(['src/**/*.{ts,js}', 'codegen/*', 'codegen.ts'], { cwd: root }).toSorted();
const sources = new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]));
const imports = files.flatMap(importsOf);

describe('the folders of src and codegen', () => {
  test('every file has its layer and every layer its files', () => {
    expect(files.filter((file) => layerOf(file) === undefined)).toEqual([]);
    const inUse = new Set(files.map(layerOf));
    expect(layers.filter((layer) => !inUse.has(layer))).toEqual([]);
  });

  test('imports run one way', () => {
    expect(imports.filter((one) => !isAllowed(one)).map(show)).toEqual([]);
  });

  test('no import leads back to its file', () => {
    const eager = imports.filter(({ kind }) => kind !== 'loads');
    const next = Map.groupBy(eager, ({ from }) => from);
    const reaches = (from: string, goal: string, seen = new Set<string>()): boolean =>
      (next.get(from) ?? []).some(({ to }) => {
        if (to === goal) return true;
        if (seen.has(to)) return false;
        return reaches(to, goal, seen.add(to));
      });
    expect(eager.filter(({ from, to }) => reaches(to, from)).map(show)).toEqual([]);
  });
});

test('a file of src or codegen is more than a door to others', () => {
  const doors =
    /^(?:import|export)\b[^;=(]*\bfrom '[^']+';|^export \{[^}]*\};|\/\*[^]*?\*\/|\/\/.*/gm;
  expect(
    files.filter((file) => (sources.get(file) ?? '').replaceAll(doors, '').trim() === ''),
  ).toEqual([]);
});

test('what runs imports only what an install for running brings', () => {
  const running = files.filter((file) => file.startsWith('src/'));
  const imported = new Set(running.flatMap((file) => packagesIn(sources.get(file) ?? '')));
  expect([...imported].toSorted()).toEqual(Object.keys(packageJson.dependencies).toSorted());
});

test('no file of the project names a place on the machine of its author', () => {
  const place =
    '(^|[^[:alnum:]_.:-])/(home|root|tmp|Users|work)([^[:alnum:]_-]|$)|[.]{2}/shared|registry[.]npm';
  const search = ['grep', '--untracked', '-IlE', place];
  const { status, stdout } = spawnSync('git', search, { cwd: root, encoding: 'utf8' });
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
});

function layerOf(file: string): Layer | undefined {
  return layers.find((layer) => matchesGlob(file, layer.files));
}

function isAllowed({ from, to, kind }: Import): boolean {
  const [source, target] = [layerOf(from), layerOf(to)];
  if (source === undefined || target === undefined) return false;
  if (source === target && dirname(from) === dirname(to)) return true;
  const allowed = [source.imports, source[kind]].join(' ').split(' ');
  return allowed.includes(target.name);
}

function importsOf(from: string): readonly Import[] {
  const source = sources.get(from) ?? '';
  const eager = source.matchAll(/^(?:import|export)( type)?\b(?:[^;]*? from)? '(\.[^']+)';/gm);
  const lazy = source.matchAll(/\bimport\('(\.[^']+)'\)/g);
  const resolve = (path = ''): string => join(dirname(from), path);
  return [
    ...eager.map(([, type, path]): Import => ({
      from,
      to: resolve(path),
      kind: type ? 'types' : 'imports',
    })),
    ...lazy.map(([, path]): Import => ({ from, to: resolve(path), kind: 'loads' })),
  ];
}

function show({ from, to, kind }: Import): string {
  return `${from} ${kind} ${to}`;
}

/** The packages that a source file imports, type imports left out: they are gone when it runs. */
function packagesIn(source: string): readonly string[] {
  const eager = source.matchAll(/^(?:import|export)(?! type\b)\b[^;]*?from '([^'.][^']*)';/gm);
  const bare = source.matchAll(/\bimport '([^'.][^']*)';/g);
  const lazy = source.matchAll(/\bimport\('([^'.][^']*)'\)/g);
  return [...eager, ...bare, ...lazy]
    .map(([, name = '']) => name)
    .filter((name) => !name.startsWith('node:') && !builtinModules.includes(name))
    .map((name) =>
      name
        .split('/')
        .slice(0, name.startsWith('@') ? 2 : 1)
        .join('/'),
    );
}
