// The body of a worker: what it loads and compresses is of many megabytes, and gone when it ends.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import {
  css,
  editorWorkerService,
  graphqlWorker,
  js,
  jsonWorker,
} from '@graphql-yoga/render-graphiql/graphiql';
import type { Asset, Assets } from './assets.ts';
import { renderDocPages } from './doc-pages.ts';
import { pageHeaders } from './page.ts';

/** The next level takes twice as long for a hundredth less. */
const params = { [constants.BROTLI_PARAM_QUALITY]: 5 };

const types = { css: 'text/css', js: 'text/javascript', json: 'application/json' } as const;

const forGood = { 'cache-control': 'public, max-age=31536000, immutable' };

const assets: Assets = {
  'graphiql.css': packToKeep('graphiql', 'css', css),
  'graphiql.js': packToKeep('graphiql', 'js', js),
  'editor-worker.js': packToKeep('editor-worker', 'js', editorWorkerService),
  'json-worker.js': packToKeep('json-worker', 'js', jsonWorker),
  'graphql-worker.js': packToKeep('graphql-worker', 'js', graphqlWorker),
  'page.css': packOwn('page', 'css'),
  'page.js': packOwn('page', 'js'),
  'live.js': packOwn('live', 'js'),
  'plan.js': packOwn('plan', 'js'),
  'token.js': packOwn('token', 'js'),
  'introspection.json': packToKeep('introspection', 'json', String(workerData)),
  ...Object.fromEntries(
    [...renderDocPages()].map(([id, html]) => [id, pack(id, html, pageHeaders)] as const),
  ),
};

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- that is for windows
parentPort?.postMessage(assets);

function packOwn(stem: string, ending: keyof typeof types): Asset {
  const file = new URL(`browser/${stem}.${ending}`, import.meta.url);
  return packToKeep(stem, ending, readFileSync(file, 'utf8'));
}

function packToKeep(stem: string, ending: keyof typeof types, text: string): Asset {
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 16);
  const headers = { 'content-type': `${types[ending]}; charset=utf-8`, ...forGood };
  return pack(`${stem}-${hash}.${ending}`, text, headers);
}

function pack(id: string, text: string, headers: Asset['headers']): Asset {
  return {
    id,
    headers: { ...headers, 'x-content-type-options': 'nosniff', vary: 'accept-encoding' },
    br: brotliCompressSync(text, { params }),
    gzip: gzipSync(text),
  };
}
