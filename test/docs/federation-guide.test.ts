import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { type GatewayProcess, startGateway } from '../support/gateway-process.ts';
import { createGuideFolder, type GuideFolder } from '../support/guide-folder.ts';
import { readPage } from '../support/markdown.ts';
import { type PackageRegistry, startPackageRegistry } from '../support/package-registry.ts';

const { blocks } = readPage('docs/federation.md');
const blocksOf = (wanted: string): readonly string[] =>
  blocks.filter(({ language }) => language === wanted).map(({ content }) => content);
const [installing = '', starting = ''] = blocksOf('sh');
const [orders = '', answer = ''] = blocksOf('json');

const place = mkdtempSync(join(tmpdir(), 'federation-guide-'));
/** Empty when the guide begins. */
const folder = join(place, 'federation');
let gateway: GatewayProcess;
let registry: PackageRegistry;
let reader: GuideFolder;
let ordersUrl: string;
let routerUrl: string;

beforeAll(async () => {
  mkdirSync(folder);
  gateway = startGateway({ PORT: '0' });
  registry = await startPackageRegistry();
  const { port } = new URL(await gateway.url());
  const [ordersPort, routerPort] = [await freePort(), await freePort()];
  ordersUrl = `http://127.0.0.1:${ordersPort}/`;
  routerUrl = `http://127.0.0.1:${routerPort}/`;
  reader = createGuideFolder({
    folder,
    home: place,
    registryUrl: registry.url,
    ports: { 4000: port, 4001: ordersPort, 4100: routerPort },
  });
});

afterAll(async () => {
  gateway.signal('SIGKILL');
  await gateway.exit;
  await registry[Symbol.asyncDispose]();
  rmSync(place, { recursive: true });
  // Thousands of files.
});

describe('the guide for federated graphs, step by step in an empty folder', () => {
  test('installs its packages, beside its files', async () => {
    await reader.run(installing);
    cpSync(
      fileURLToPath(new URL('../../schema/federation.graphql', import.meta.url)),
      join(folder, 'federation.graphql'),
    );
    reader.write(orders, 'orders.json');
    const named = [...blocksOf('graphql'), ...blocksOf('js')].filter((content) =>
      /^(?:\/\/|#) \S+\.\w+\n/.test(content),
    );
    for (const content of named) reader.write(content);
    expect(named).toHaveLength(9);
  });

  test.each(['apollo.js', 'hive.js'])('starts %s, which answers what it shows', async (router) => {
    await using started = reader.start(starting.replace('apollo.js', router));
    await expect.poll(started.printed).toContain(`${ordersUrl}graphql\n`);
    await expect.poll(started.printed).toContain(`${routerUrl}\n`);
    const response = await fetch(routerUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: blocksOf('graphql').find((one) => one.startsWith('{')) }),
    });
    expect(await response.json()).toEqual(JSON.parse(answer));
  });
});
