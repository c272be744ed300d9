import { expect, test } from 'vitest';
import { readExampleOperations } from '../../../src/graphiql/example-operations.ts';
import { createHarness } from '../../support/harness.ts';

test('GraphiQL opens with the example operations in its tabs and needs no other host', async () => {
  const { handler } = createHarness().gateway;
  const response = await handler.fetch('http://gateway/graphql', {
    headers: { accept: 'text/html' },
  });
  expect(response.headers.get('content-type')).toMatch(/^text\/html/);
  const page = await response.text();
  const examples = readExampleOperations();
  expect(examples.length).toBeGreaterThan(0);
  // Compared as booleans: the page has 9 MB, which no report should show.
  for (const example of examples) expect(page.includes(JSON.stringify(example))).toBe(true);
  expect(loadedBy(page).filter((address) => !address.startsWith('data:'))).toEqual([]);
});

/** The addresses that a browser fetches when it opens a page: of its elements, styles and scripts. */
function loadedBy(page: string): readonly string[] {
  // Of a script in a page, only its first tag is the page's; what stands inside is text.
  const elements = page.replaceAll(/(<(script|style)\b[^>]*>)[^]*?<\/\2>/g, '$1');
  const styles = [...page.matchAll(/<style\b[^>]*>([^]*?)<\/style>/g)].map(([, css]) => css ?? '');
  const scripts = [...page.matchAll(/<script\b[^>]*>([^]*?)<\/script>/g)].map(([, js]) => js ?? '');
  return [
    ...captures(elements, /\b(?:src|srcset|href|data|action)\s*=\s*["']?([^"'\s>]+)/g),
    ...styles.flatMap((css) => [
      ...captures(css, /@import\s+(?:url\()?["']?([^"')]+)/g),
      ...captures(css, /\burl\(["']?(?!#)([^"')]+)/g),
    ]),
    ...scripts.flatMap((js) =>
      captures(
        js,
        /(?:\b(?:import|importScripts|fetch|Worker|WebSocket|EventSource)\(|\.src\s*=|@import\s+(?:url\()?)\s*["'`]((?:https?:|wss?:)?\/\/[^"'`]+)/g,
      ),
    ),
  ];
}

function captures(source: string, pattern: RegExp): readonly string[] {
  return [...source.matchAll(pattern)].map(([, captured]) => captured ?? '');
}
