import { Worker } from 'node:worker_threads';
import { introspectionFromSchema } from 'graphql';
import { schema } from '../graph/schema.ts';

export type AssetName =
  | 'graphiql.css'
  | 'graphiql.js'
  | 'editor-worker.js'
  | 'json-worker.js'
  | 'graphql-worker.js'
  | 'page.css'
  | 'page.js'
  | 'live.js'
  | 'plan.js'
  | 'token.js'
  | 'introspection.json';

/**
 * What the page loads, or links to. A browser keeps what the page loads: its id, such as
 * `graphiql-0123456789abcdef.js`, changes with its content.
 */
export interface Asset {
  readonly id: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly gzip: Uint8Array<ArrayBuffer>;
  readonly br: Uint8Array<ArrayBuffer>;
}

/** What the page loads by its name, the pages of documentation by theirs, such as `errors.html`. */
export type Assets = Readonly<Record<AssetName, Asset> & Record<string, Asset>>;

/**
 * Packs the assets when they are first asked for, on a thread of its own: they are 9 MB that take a second to
 * compress, and only what is sent stays in memory.
 */
export function createAssets(): () => Promise<Assets> {
  let packed: Promise<Assets> | undefined;
  return () => {
    packed ??= pack().catch((error: unknown) => {
      packed = undefined;
      throw error;
    });
    return packed;
  };
}

function pack(): Promise<Assets> {
  const { promise, resolve, reject } = Promise.withResolvers<Assets>();
  new Worker(new URL('pack-assets.ts', import.meta.url), { workerData: introspect() })
    .once('message', resolve)
    .once('error', reject)
    .once('exit', () => reject(new Error('The assets of GraphiQL were not packed.')));
  return promise;
}

/** The graph as clients know it: what only routers ask for is in no completion, documentation or explorer. */
function introspect(): string {
  const { __schema } = introspectionFromSchema(schema, { inputValueDeprecation: true });
  return JSON.stringify({ data: { __schema: { ...__schema, description: welcome } } });
}

/** Markdown; GraphiQL begins its documentation with it. */
const welcome = `Accounts of the exchange in one graph: what they hold, what can leave them, what they can order and borrow. Ask for just the fields that you need. Below the play button stands what a query costs: the calls that it takes.

- [Guide](?asset=frontend.html): from a first query to a typed client
- [Errors](?asset=errors.html): what each code means
- [Accounts](?asset=operating.html#real-accounts): how to serve real ones
- [Explain](?asset=frontend.html#which-calls-it-took): which calls an answer took`;
