import { gunzipSync, brotliDecompressSync } from 'node:zlib';
import type { IntrospectionQuery } from 'graphql';
import { describe, expect, test } from 'vitest';
import { readExampleOperations } from '../../../src/graphiql/example-operations.ts';
import { createHarness } from '../../support/harness.ts';

const { handler } = createHarness().gateway;
const page = await open('');

describe('the page of GraphiQL', () => {
  test('has the example operations in its tabs', () => {
    const examples = readExampleOperations();
    expect(examples.length).toBeGreaterThan(0);
    const [, data = ''] = /<script id="page-data"[^>]*>(.*)<\/script>/.exec(page.text) ?? [];
    expect(JSON.parse(data)).toMatchObject({ tabs: examples });
    expect(data).not.toContain('prettier');
  });

  test('loads only what the gateway serves at the same address, and runs no script in it', () => {
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const addresses = loadedBy(page.text);
    expect(addresses.length).toBeGreaterThan(3);
    expect(addresses.filter((one) => !/^(?:\?asset=|data:)/.test(one))).toEqual([]);
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self';");
  });

  test('is the same at an address that ends with a slash', async () => {
    const response = await handler.fetch('http://gateway/graphql/', {
      headers: { accept: 'text/html' },
    });
    expect(await response.text()).toBe(page.text);
  });

  test('says that accounts are made up where they are, and only there', async () => {
    const madeUp = createHarness({ madeUp: true }).gateway.handler;
    expect((await open('', {}, madeUp)).text).toContain('Made-up accounts');
    expect(page.text).not.toContain('Made-up');
  });
});

describe('an asset of GraphiQL', () => {
  const [styles = ''] = /\?asset=graphiql-\w+\.css/.exec(page.text) ?? [];

  test('is kept for good, as what it holds is in its address', async () => {
    const { headers } = await open(styles, { 'accept-encoding': 'gzip, deflate, br, zstd' });
    expect(Object.fromEntries(headers)).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': 'text/css; charset=utf-8',
      'content-encoding': 'br',
      vary: 'accept-encoding',
    });
  });

  test('is the same however it is compressed', async () => {
    const asked = (encoding: string) => open(styles, { 'accept-encoding': encoding });
    const [plain, gzip, br] = await Promise.all(['', 'deflate, gzip', 'br'].map(asked));
    expect(plain?.headers.has('content-encoding')).toBe(false);
    expect(gzip?.headers.get('content-encoding')).toBe('gzip');
    expect(plain?.bytes.byteLength).toBeGreaterThan(100_000);
    // Compared as booleans: no report should show them.
    const unpacked = [gunzipSync(gzip?.bytes ?? ''), brotliDecompressSync(br?.bytes ?? '')];
    expect(unpacked.map((one) => one.equals(plain?.bytes ?? Buffer.of()))).toEqual([true, true]);
  });

  test('takes memory once, however many ask for it uncompressed', async () => {
    const [script = ''] = /\?asset=graphiql-\w+\.js/.exec(page.text) ?? [];
    const send = async () => handler.fetch(`http://gateway/graphql${script}`);
    const before = process.memoryUsage().arrayBuffers;
    const untaken = await Promise.all(Array.from({ length: 20 }, send));
    const taken = process.memoryUsage().arrayBuffers - before;
    const [first] = untaken;
    const size = (await first?.arrayBuffer())?.byteLength ?? 0;
    expect(size).toBeGreaterThan(5_000_000);
    expect(taken).toBeLessThan(4 * size);
  });

  test('is small enough without Brotli, too: all that a first visit loads', async () => {
    const ids = new Set(page.text.match(/\?asset=[\w-]+\.\w+/g));
    expect(ids.size).toBe(11);
    const loaded = [...ids].map((id) => open(id, { 'accept-encoding': 'gzip' }));
    const sizes = (await Promise.all(loaded)).map(({ bytes }) => bytes.byteLength);
    const all = sizes.reduce((sum, one) => sum + one, page.bytes.byteLength);
    expect(all).toBeLessThan(2_450_000);
    expect(page.bytes.byteLength).toBeLessThan(10_000);
  });

  test('of another version is not found, and that is not kept', async () => {
    const { status, headers } = await open('?asset=graphiql-0123456789abcdef.css');
    expect(status).toBe(404);
    expect(headers.get('cache-control')).toBe('no-store');
  });
});

describe('the schema that GraphiQL shows', async () => {
  const [address = ''] = /\?asset=introspection-\w+\.json/.exec(page.text) ?? [];
  const { text } = await open(address);
  const answer: { readonly data: IntrospectionQuery } = JSON.parse(text);
  const { __schema: shown } = answer.data;
  const { types, description } = shown;

  test('leaves out what is for routers only', () => {
    const names = types.flatMap((type) => [
      type.name,
      ...('fields' in type ? (type.fields ?? []) : []).map((field) => field.name),
    ]);
    expect(names).toContain('Account');
    expect(names.filter((name) => /^_[^_]|federation|link__/.test(name))).toEqual([]);
  });

  test('begins with links to pages that the gateway serves', async () => {
    const links = [...(description ?? '').matchAll(/\]\(([^)]+)\)/g)].map(([, link]) => link ?? '');
    expect(links).toHaveLength(4);
    expect(await leadNowhere(links)).toEqual([]);
  });
});

describe('a page of documentation', () => {
  test.each(['design', 'errors', 'federation', 'frontend', 'operating', 'runbook'])(
    '%s has no link that leads nowhere',
    async (name) => {
      const { text, status } = await open(`?asset=${name}.html`);
      expect(status).toBe(200);
      const links = [...text.matchAll(/href="([^"]+)"/g)].map(([, link]) => link ?? '');
      const own = links.filter((link) => !link.startsWith('https://'));
      const whole = own.map((link) => (link.startsWith('#') ? `?asset=${name}.html${link}` : link));
      expect(await leadNowhere(whole)).toEqual([]);
    },
  );

  test('is not found by a name that leads out of its folder', async () => {
    expect((await open('?asset=../README.md')).status).toBe(404);
  });
});

/** Asks for what stands at the address of the page with this query. */
async function open(query: string, headers: Readonly<Record<string, string>> = {}, of = handler) {
  const response = await of.fetch(`http://gateway/graphql${query}`, {
    headers: { accept: 'text/html', ...headers },
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  return { status: response.status, headers: response.headers, bytes, text: bytes.toString() };
}

/** Those of the links of which the page, or the place in it, is not there. */
async function leadNowhere(links: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(
    links.map(async (link) => {
      const [query = '', anchor] = link.split('#');
      const { status, text } = await open(query);
      return status === 200 && (anchor === undefined || text.includes(`id="${anchor}"`));
    }),
  );
  return links.filter((_, at) => !found[at]);
}

/** The addresses that a browser fetches when it opens a page. */
function loadedBy(html: string): readonly string[] {
  // The data that stands in the page is text.
  const elements = html.replaceAll(/(<script\b[^>]*>)[^]*?<\/script>/g, '$1');
  return [...elements.matchAll(/\b(?:src|srcset|href|data|action)\s*=\s*["']?([^"'\s>]+)/g)].map(
    ([, address]) => address ?? '',
  );
}
