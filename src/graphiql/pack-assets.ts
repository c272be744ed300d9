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

/** The next level takes twice as long for a hundredth less. */
const params = { [constants.BROTLI_PARAM_QUALITY]: 5 };

const types = { css: 'text/css', js: 'text/javascript', json: 'application/json' } as const;

const assets: Assets = {
  'graphiql.css': pack('graphiql', 'css', css),
  'graphiql.js': pack('graphiql', 'js', js),
  'editor-worker.js': pack('editor-worker', 'js', editorWorkerService),
  'json-worker.js': pack('json-worker', 'js', jsonWorker),
  'graphql-worker.js': pack('graphql-worker', 'js', graphqlWorker),
  'front-door.css': packOwn('front-door', 'css'),
  'front-door.js': packOwn('front-door', 'js'),
  'price.js': packOwn('price', 'js'),
  'introspection.json': pack('introspection', 'json', String(workerData)),
};

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- that is for windows
parentPort?.postMessage(assets);

function packOwn(stem: string, ending: keyof typeof types): Asset {
  const file = new URL(`browser/${stem}.${ending}`, import.meta.url);
  return pack(stem, ending, readFileSync(file, 'utf8'));
}

function pack(stem: string, ending: keyof typeof types, text: string): Asset {
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 16);
  return {
    id: `${stem}-${hash}.${ending}`,
    type: `${types[ending]}; charset=utf-8`,
    br: brotliCompressSync(text, { params }),
    gzip: gzipSync(text),
  };
}
