import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ExecutionResult } from 'graphql';
import { build, createServer } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBrowser } from '../support/browser.ts';
import { type GatewayProcess, startGateway } from '../support/gateway-process.ts';
import { createGuideFolder, type GuideFolder } from '../support/guide-folder.ts';
import { pagesIn, stepsOf } from '../support/guide-steps.ts';
import { readPage } from '../support/markdown.ts';
import { type PackageRegistry, startPackageRegistry } from '../support/package-registry.ts';
import { describeWith } from '../support/programs.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const place = mkdtempSync(join(tmpdir(), 'guide-'));
/** Empty when the guide begins, with a checkout beside it. */
const folder = join(place, 'frontend');
/** The command that does not end: tests serve the folder without it, on a port of their own. */
const serving = /^npx vite\n/m;
let gateway: GatewayProcess;
let reader: GuideFolder;
let registry: PackageRegistry;

beforeAll(async () => {
  mkdirSync(folder);
  symlinkSync(root, join(place, 'okx-account-gateway'), 'junction');
  gateway = startGateway({ PORT: '0' });
  registry = await startPackageRegistry();
  const { port } = new URL(await gateway.url());
  reader = createGuideFolder({
    folder,
    home: place,
    registryUrl: registry.url,
    ports: { 4000: port },
  });
});

afterAll(async () => {
  gateway.signal('SIGKILL');
  await gateway.exit;
  await registry[Symbol.asyncDispose]();
  rmSync(place, { recursive: true });
  // Thousands of files.
});

describe('the guide for frontends, step by step in an empty folder', () => {
  const { blocks } = readPage('docs/frontend.md');

  test.each(stepsOf(blocks))('$name', async ({ files, commands, prints }) => {
    for (const content of files) reader.write(content);
    const printed = await reader.run(commands.replace(serving, ''));
    if (serving.test(commands)) expect(printed).toBe('');
    else if (prints?.language === 'json') {
      expect(JSON.parse(printed)).toEqual(JSON.parse(prints.content));
    } else if (prints) expect(printed).toBe(prints.content);
    // What npm prints changes with each of its versions: what counts is what it leaves.
    else if (!/^npm /m.test(commands)) expect(printed).toBe('');
    expect(installedBy(commands).filter((name) => !isInstalled(name))).toEqual([]);
  });

  test('the server of a bundler passes queries on', async () => {
    expect(readFileSync(join(folder, 'vite.config.ts'), 'utf8')).toContain('proxy');
    await using site = await serveFolder();
    const response = await fetch(new URL('/graphql', site.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ account { id } }' }),
    });
    expect(await response.json()).toMatchObject({
      data: { account: { id: 'multi-currency' } },
    });
  });

  test('tells of a call what the answer with `x-explain: calls` holds', async () => {
    const { rows } = readPage('docs/frontend.md');
    const response = await fetch(await gateway.url(), {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-explain': 'calls' },
      body: JSON.stringify({ query: '{ account { details(ccy: ["ETH"]) { ccy } } }' }),
    });
    const { extensions }: ExecutionResult = await response.json();
    const [call] = Object.values(extensions ?? {}).flat();
    expect(Object.keys(call as object).map((name) => `\`${name}\``)).toEqual(
      rows('Field').map(([name]) => name),
    );
  });

  test('a page carries no more of the package than it imports', async () => {
    const output = await build({
      root: folder,
      configFile: false,
      logLevel: 'silent',
      build: { write: false, rolldownOptions: { input: join(folder, 'modes.ts') } },
    });
    const code = [output]
      .flat()
      .flatMap((bundle) =>
        'output' in bundle ? bundle.output.map((chunk) => ('code' in chunk ? chunk.code : '')) : [],
      )
      .join('');
    expect(code).toContain('Spot isolated');
    expect(code).not.toContain('SelectionSet');
    expect(code).not.toContain('BUDGET_EXHAUSTED');
  });
});

describeWith('chromium', 'the pages of the guide in a browser', () => {
  const pages = stepsOf(readPage('docs/frontend.md').blocks)
    .filter(({ commands }) => serving.test(commands))
    .flatMap(({ files, prints }) =>
      pagesIn(files).map((name) => ({ name, shows: prints?.content.trimEnd().split('\n') })),
    );
  const isLive = ({ name }: { readonly name: string }) => name.endsWith('-live.html');

  async function open(name: string) {
    const resources = new AsyncDisposableStack();
    const site = resources.use(await serveFolder());
    const { context } = resources.use(await startBrowser());
    const page = await context.newPage();
    await page.goto(new URL(name, site.url).href);
    return {
      page,
      shown: () => page.locator('#root p').allInnerTexts(),
      [Symbol.asyncDispose]: () => resources.disposeAsync(),
    };
  }

  const isOfGraph = (one: { url(): string }) => one.url().endsWith('/graphql');

  test.each(pages.filter((one) => !isLive(one)))(
    '$name shows what the guide says',
    async (told) => {
      await using opened = await open(told.name);
      const { page, shown } = opened;
      await expect.poll(shown).toEqual(told.shows);
      // And again, with the answer to its next query.
      await page.waitForResponse(isOfGraph);
      // A client has the answer a moment before the page has drawn it.
      await expect.poll(shown).toEqual(told.shows);
    },
  );

  test.each(pages.filter(isLive))('$name shows it while somebody sees it', async (told) => {
    await using opened = await open(told.name);
    const { page, shown } = opened;
    await expect.poll(shown).toEqual(told.shows);
    const left = page.waitForEvent('requestfailed', isOfGraph);
    await page.evaluate(setHidden, true);
    await left;
    const again = page.waitForRequest(isOfGraph);
    await page.evaluate(setHidden, false);
    await again;
    await expect.poll(shown).toEqual(told.shows);
  });
});

/** As a browser does when another tab is chosen. */
function setHidden(isHidden: boolean): void {
  Object.defineProperty(document, 'hidden', { value: isHidden, configurable: true });
  document.dispatchEvent(new Event('visibilitychange'));
}

async function serveFolder(): Promise<AsyncDisposable & { readonly url: string }> {
  const server = await createServer({
    root: folder,
    logLevel: 'error',
    server: { host: '127.0.0.1', port: 0 },
  });
  await server.listen();
  const [url = ''] = server.resolvedUrls?.local ?? [];
  return { url, [Symbol.asyncDispose]: () => server.close() };
}

/** The packages that commands install by name, those of an archive by the name that it ends up with. */
function installedBy(commands: string): readonly string[] {
  return [...commands.matchAll(/^npm install (.+)$/gm)]
    .flatMap(([, names = '']) => names.split(' '))
    .filter((name) => !name.startsWith('--'))
    .map((name) => (name.endsWith('.tgz') ? 'okx-account-gateway-client' : name));
}

function isInstalled(name: string): boolean {
  const { dependencies = {}, devDependencies = {} }: Record<string, object> = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  );
  return (
    name in { ...dependencies, ...devDependencies } &&
    existsSync(join(folder, 'node_modules', name, 'package.json'))
  );
}
