import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createServer, preview } from 'vite';
import { createGuideFolder } from './guide-folder.ts';
import { startPackageRegistry } from './package-registry.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Where the example is, below the root of the project. */
export const exampleFolder = 'examples/dashboard';

/** The example as who has a fresh checkout gets it: installed from its lockfile, and built. */
export interface BuiltDashboard extends Disposable {
  /** Serves it on a port of this machine, with its queries passed on to a gateway; disposing ends it. */
  serve(
    gatewayUrl: string,
    by?: 'preview' | 'dev',
  ): Promise<AsyncDisposable & { readonly url: string }>;
}

/** A new folder with the example as it is in a checkout, and with the package that it is built on. */
export function copyExample(): string {
  const home = mkdtempSync(join(tmpdir(), 'dashboard-'));
  for (const path of [exampleFolder, 'schema/client']) {
    cpSync(join(root, path), join(home, path), {
      recursive: true,
      filter: (from) => !/\/(?:node_modules|dist)$/.test(from),
    });
  }
  return home;
}

export async function buildDashboard(): Promise<BuiltDashboard> {
  const home = copyExample();
  const folder = join(home, exampleFolder);
  // The registry of the test packs what is installed anew: the sums of what npm's own has packed are others.
  const lockfile = join(folder, 'package-lock.json');
  writeFileSync(lockfile, readFileSync(lockfile, 'utf8').replaceAll(/^ *"integrity": .*\n/gm, ''));
  await using registry = await startPackageRegistry();
  const reader = createGuideFolder({ folder, home, registryUrl: registry.url, ports: {} });
  await reader.run('npm ci && npm run build');
  return {
    async serve(gatewayUrl, by = 'preview') {
      const address = { host: '127.0.0.1', port: 0 };
      const options = {
        root: folder,
        logLevel: 'silent',
        preview: address,
        server: address,
      } as const;
      // What its own configuration goes by.
      process.env['GATEWAY'] = new URL(gatewayUrl).origin;
      const server = by === 'dev' ? await createServer(options) : await preview(options);
      if ('listen' in server) await server.listen();
      const [url = ''] = server.resolvedUrls?.local ?? [];
      return { url, [Symbol.asyncDispose]: () => server.close() };
    },
    [Symbol.dispose]: () => rmSync(home, { recursive: true }),
  };
}
