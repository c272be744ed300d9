import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, preview } from 'vite';

/**
 * Builds a page as a frontend is built, and serves it on a port of this machine; disposing ends it.
 * @param root where its `index.html` is
 */
export async function startBuiltPage(
  root: string,
): Promise<AsyncDisposable & { readonly origin: string }> {
  const outDir = mkdtempSync(join(tmpdir(), 'page-'));
  const options = { root, configFile: false, logLevel: 'error', build: { outDir } } as const;
  await build(options);
  const server = await preview({ ...options, preview: { host: '127.0.0.1', port: 0 } });
  const [url = ''] = server.resolvedUrls?.local ?? [];
  return {
    origin: new URL(url).origin,
    async [Symbol.asyncDispose]() {
      await server.close();
      rmSync(outDir, { recursive: true });
    },
  };
}
