import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect, vi } from 'vitest';
import { type AskRouter, askAt } from './ask-router.ts';
import { freePort } from './free-port.ts';
import { createGuideFolder } from './guide-folder.ts';
import { readPage } from './markdown.ts';

export interface RouterServerOptions {
  /** The file of the guide that sets it up. */
  readonly file: string;
  /** What else is in its folder. */
  readonly beside: readonly string[];
  readonly gatewayUrl: string;
  readonly ordersUrl: string;
}

/** A router that the guide has installed into a folder of its own; disposing ends it and removes the folder. */
export interface RouterServer extends AsyncDisposable {
  readonly ask: AskRouter;
}

/** Follows the part of the guide that begins with a file and ends with the commands that install and start the router. */
export async function startRouterServer(options: RouterServerOptions): Promise<RouterServer> {
  const { file, beside, gatewayUrl, ordersUrl } = options;
  const { blocks } = readPage('docs/federation.md');
  const begin = blocks.findIndex(({ content }) => content.startsWith(`// ${file}\n`));
  const setup = blocks[begin]?.content ?? '';
  const { content: commands = '' } =
    blocks.slice(begin).find(({ language }) => language === 'sh') ?? {};
  const [, installing = '', starting = ''] = /^((?:npm .*\n)+)(.*\n)$/.exec(commands) ?? [];

  await using made = new AsyncDisposableStack();
  const home = mkdtempSync(join(tmpdir(), 'router-'));
  made.defer(() => rmSync(home, { recursive: true }));
  const folder = join(home, 'router');
  mkdirSync(folder);
  for (const path of beside) copyFileSync(path, join(folder, basename(path)));
  const port = await freePort();
  const reader = createGuideFolder({
    folder,
    home,
    ports: { 4000: new URL(gatewayUrl).port, 4001: new URL(ordersUrl).port, 4100: port },
  });
  reader.write(setup);
  await reader.run(installing);
  const started = made.use(reader.start(starting));
  const url = `http://127.0.0.1:${port}`;
  await vi.waitFor(() => expect(started.printed()).toContain(url), 60_000);
  const running = made.move();
  return { ask: askAt(`${url}/`), [Symbol.asyncDispose]: () => running.disposeAsync() };
}
