import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import packageLock from '../../package-lock.json' with { type: 'json' };

const root = fileURLToPath(new URL('../../', import.meta.url));

/** An npm registry on loopback. It has the packages that the project has installed, and no others. */
export interface PackageRegistry extends AsyncDisposable {
  readonly url: string;
}

interface Manifest {
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

export async function startPackageRegistry(): Promise<PackageRegistry> {
  const folders = Map.groupBy(installedFolders(), nameOf);
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '').slice(1);
    if (path.startsWith('node_modules/')) {
      response.end(pack(join(root, path)));
      return;
    }
    const manifests = (folders.get(path) ?? []).map((folder) => ({
      ...readManifest(folder),
      dist: { tarball: `${url}/${encodeURIComponent(folder)}` },
    }));
    const [latest] = manifests;
    response.statusCode = latest ? 200 : 404;
    response.end(
      JSON.stringify({
        name: path,
        'dist-tags': { latest: latest?.version },
        versions: Object.fromEntries(manifests.map((manifest) => [manifest.version, manifest])),
      }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  return {
    url,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The folders of all installed packages, the one that the project itself would import first. */
function installedFolders(): readonly string[] {
  const folders = Object.keys(packageLock.packages).filter((folder) => folder !== '');
  return folders
    .filter((folder) => statSync(join(root, folder), { throwIfNoEntry: false }))
    .toSorted((a, b) => a.split('/').length - b.split('/').length);
}

const nameOf = (folder: string): string => folder.split('node_modules/').at(-1) ?? folder;

function readManifest(folder: string): Manifest {
  const manifest: Manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  return manifest;
}

/** The files of a package as an uncompressed tar archive, as npm wants them: below `package/`. */
function pack(folder: string): Buffer {
  const blocks = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((path) => !path.startsWith('node_modules/'))
    .flatMap((path) => tarEntry(`package/${path}`, join(folder, path)));
  return Buffer.concat([...blocks, Buffer.alloc(1_024)]);
}

/** Header and content of one file in the ustar format, each filled up to whole blocks of 512 bytes. */
function tarEntry(name: string, file: string): readonly Buffer[] {
  const content = readFileSync(file);
  const header = Buffer.alloc(512);
  const [short, prefix] = splitName(name);
  const octal = (value: number, length: number): string => value.toString(8).padStart(length, '0');
  header.write(short, 0);
  header.write(octal(statSync(file).mode & 0o777, 7), 100);
  header.write(octal(content.length, 11), 124);
  header.write(octal(0, 11), 136);
  header.write(' '.repeat(8), 148);
  header.write('0', 156);
  header.write('ustar\u000000', 257);
  header.write(prefix, 345);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${octal(sum, 6)}\0 `, 148);
  return [header, content, Buffer.alloc((512 - (content.length % 512)) % 512)];
}

/** The last 100 bytes of a name at most, and what stands before them. */
function splitName(name: string): readonly [short: string, prefix: string] {
  if (name.length <= 100) return [name, ''];
  const cut = name.indexOf('/', name.length - 101);
  return [name.slice(cut + 1), name.slice(0, cut)];
}
