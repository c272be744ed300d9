// Starts GraphiQL in the page. What is known of its inside stands here and in front-door.css.
// @ts-check
/** @import { PageData } from '../page.ts' */
/** @import { Operation } from './price.js' */

/**
 * @typedef {{ query: string | null, variables: string | null, headers: string | null, operationName: string | null }} Tab
 * @typedef {{ query: string, variables?: unknown, operationName?: string | null }} Params
 * @typedef {{ headers?: Record<string, string> }} FetcherOptions
 */

/** @type {PageData} */
const page = JSON.parse(document.getElementById('page-data')?.textContent ?? '');
/** The name under which GraphiQL asks for the schema. */
const introspectionQueryName = 'GraphiqlIntrospection';

/** @type {typeof import('./price.js')} */
const { createPriceTag } = await import(new URL(page.price, location.href).href);
const price = createPriceTag(post);

Object.assign(globalThis, {
  MonacoEnvironment: {
    /** @type {(module: string, label: string) => string | undefined} */
    getWorkerUrl: (_module, label) => page.workers[label],
  },
});
const { YogaGraphiQL } = /** @type {any} */ (globalThis);
YogaGraphiQL.renderYogaGraphiQL(document.getElementById('root'), {
  title: `<span class="graphiql-title">${page.title}</span>`,
  defaultTabs: page.tabs,
  defaultHeaders: page.headersHint,
  defaultEditorToolsVisibility: innerWidth > 1_000,
  introspectionQueryName,
  fetcher: fetchAnswer,
  onTabChange: showPrice,
  // It tells of no tab before the first change, but has stored what it shows half a second after it was drawn.
  onSchemaChange: () =>
    setTimeout(() => {
      const stored = localStorage.getItem('graphiql:tabState');
      if (stored !== null) showPrice(JSON.parse(stored));
    }, 600),
});

/**
 * The answer as the gateway gave it. GraphiQL's own reads it into errors that show no locations.
 *
 * @param {Params} params
 * @param {FetcherOptions} [options]
 */
async function fetchAnswer(params, { headers = {} } = {}) {
  if (params.operationName === introspectionQueryName) {
    const response = await fetch(page.introspection);
    return response.json();
  }
  const answer = await post(params, headers);
  void price.showBudgets({ params, headers });
  return answer;
}

/**
 * @param {Params} params
 * @param {Record<string, string>} headers
 * @returns {Promise<any>}
 */
async function post(params, headers) {
  const response = await fetch(location.pathname, {
    method: 'POST',
    headers: { accept: 'application/json', ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(params),
  });
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${response.status} ${response.statusText}: ${text.slice(0, 1_000)}`);
  }
}

/** @param {{ tabs: readonly Tab[], activeTabIndex: number }} state */
function showPrice({ tabs, activeTabIndex }) {
  const tab = tabs[activeTabIndex];
  price.show(tab ? operationOf(tab) : null);
}

/**
 * What the tab would send; null while its variables or headers are not to be read.
 *
 * @param {Tab} tab
 * @returns {Operation | null}
 */
function operationOf({ query, variables, headers, operationName }) {
  try {
    return {
      params: { query: query ?? '', variables: readJson(variables), operationName },
      headers: readJson(headers),
    };
  } catch {
    return null;
  }
}

/**
 * JSON as GraphiQL takes it, with comments and a comma too many.
 *
 * @param {string | null} text
 */
function readJson(text) {
  const plain = (text ?? '')
    .replaceAll(/("(?:\\.|[^"\\])*")|\/\/.*|\/\*[^]*?\*\//g, '$1')
    .replaceAll(/("(?:\\.|[^"\\])*")|,(?=\s*[}\]])/g, '$1');
  return plain.trim() === '' ? {} : JSON.parse(plain);
}
