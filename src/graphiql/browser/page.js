// Starts GraphiQL in the page. What is known of its inside stands here and in page.css.
// @ts-check
/** @import { PageData } from '../page.ts' */
/** @import { Operation, Params } from './plan.js' */

/**
 * @typedef {{ query?: string | null, variables?: string | null, headers?: string | null, operationName?: string | null }} Tab
 * @typedef {{ headers?: Record<string, string> }} FetcherOptions
 */

/** @type {PageData} */
const page = JSON.parse(document.getElementById('page-data')?.textContent ?? '');
/** The name under which GraphiQL asks for the schema. */
const introspectionQueryName = 'GraphiqlIntrospection';

/** Where it stores its tabs. */
const storedTabs = 'graphiql:tabState';

/** @type {typeof import('./plan.js')} */
const { createPlanTag } = await import(new URL(page.plan, location.href).href);
/** @type {typeof import('./live.js')} */
const { answersOf, isSubscription } = await import(new URL(page.live, location.href).href);
/** @type {typeof import('./token.js')} */
const { createToken, withoutTokens } = await import(new URL(page.token, location.href).href);
const token = createToken({ wanted: page.wantsToken, onChange: startAnew });
const planTag = createPlanTag(
  async (params, headers) => (token.mayAsk(headers) ? post(params, headers) : null),
  page.budgetsQuery,
);

Object.assign(globalThis, {
  MonacoEnvironment: {
    /** @type {(module: string, label: string) => string | undefined} */
    getWorkerUrl: (_module, label) => page.workers[label],
  },
});
const storage = withoutTokens(localStorage);
let tab = firstTab();
const { YogaGraphiQL } = /** @type {any} */ (globalThis);
YogaGraphiQL.renderYogaGraphiQL(document.getElementById('root'), {
  title: page.title,
  storage,
  defaultTabs: page.tabs,
  defaultHeaders: page.headersHint,
  ...(storage.getItem(storedTabs) !== null && {
    initialQuery: tab.query ?? '',
    initialVariables: tab.variables ?? '',
    initialHeaders: tab.headers ?? '',
  }),
  defaultEditorToolsVisibility: innerWidth > 1_000,
  introspectionQueryName,
  fetcher: fetchAnswer,
  /** @param {{ tabs: readonly Tab[], activeTabIndex: number }} state */
  onTabChange({ tabs, activeTabIndex }) {
    tab = tabs[activeTabIndex] ?? {};
    showPlan();
  },
  // Of the tab that it begins with, it tells nothing.
  onSchemaChange: showPlan,
});

/**
 * The tab that GraphiQL begins with. Of what it stored at the last visit, it opens the tab that is given as the
 * initial one, and a new one if it is none of them.
 *
 * @returns {Tab}
 */
function firstTab() {
  const query = new URLSearchParams(location.search).get('query');
  const { tabs = [], activeTabIndex = 0 } = readJson(storage.getItem(storedTabs));
  const last = tabs[activeTabIndex];
  if (last && (query === null || query === last.query)) return last;
  return query === null ? (page.tabs[0] ?? {}) : { query };
}

/**
 * The answer as the gateway gave it. GraphiQL's own reads it into errors that show no locations.
 *
 * @param {Params} params
 * @param {FetcherOptions} [options]
 */
async function fetchAnswer(params, { headers = {} } = {}) {
  if (params.operationName === introspectionQueryName) {
    return fetchSchema();
  }
  // For a moment after a change of tabs, GraphiQL asks for the operation of the tab before.
  const isThere = params.query.split(/\W/).includes(params.operationName ?? '');
  const asked = isThere ? params : { ...params, operationName: tab.operationName ?? null };
  if (!token.isThere(token.headersFor(headers))) return inWords(token.said());
  if (isSubscription(asked)) return subscribe(asked, headers);
  const answer = await post(asked, headers);
  void planTag.showBudgets({ params: asked, headers });
  return answer;
}

/** The schema, or why it is not shown. */
async function fetchSchema() {
  if (!token.mayAsk({})) return inWords(token.said());
  const headers = token.headersFor({});
  const response = await fetch(page.introspection, { headers });
  const answer = await response.json();
  token.heard(headers, response.status, answer);
  if (response.status === 403) token.sayClosed();
  return answer;
}

/** @param {string} message */
const inWords = (message) => ({ errors: [{ message }] });

/** Asks for what another token may see. */
function startAnew() {
  planTag.show(null);
  showPlan();
  /** @type {HTMLElement | null} */
  const fetchAgain = document.querySelector('[aria-label^="Re-fetch GraphQL schema"]');
  fetchAgain?.click();
}

/**
 * Answers that come until GraphiQL wants no more.
 *
 * @param {Params} params
 * @param {Record<string, string>} given
 */
function subscribe(params, given) {
  const headers = token.headersFor(given);
  headers.set('content-type', 'application/json');
  headers.set('accept', 'text/event-stream');
  const body = JSON.stringify(params);
  let isFirst = true;
  return answersOf(
    (signal) => fetch(location.pathname, { method: 'POST', headers, body, signal }),
    ({ status, answer }) => {
      // One may be refused while it watches.
      const isUnknown = answer.errors?.[0]?.extensions?.code === 'UNAUTHENTICATED';
      token.heard(headers, isUnknown ? 401 : status, answer);
      if (isFirst) void planTag.showBudgets({ params, headers: given });
      isFirst = false;
    },
  );
}

/**
 * @param {Params} params
 * @param {HeadersInit} given
 * @returns {Promise<any>}
 */
async function post(params, given) {
  const headers = token.headersFor(given);
  headers.set('content-type', 'application/json');
  // For other types, an invalid query has a status that the console complains of at each word half typed.
  if (!headers.has('accept')) headers.set('accept', 'application/json');
  const body = JSON.stringify(params);
  const response = await fetch(location.pathname, { method: 'POST', headers, body });
  const text = await response.text();
  try {
    const answer = JSON.parse(text);
    token.heard(headers, response.status, answer);
    return answer;
  } catch {
    throw new Error(`${response.status} ${response.statusText}: ${text.slice(0, 1_000)}`);
  }
}

function showPlan() {
  planTag.show(operationOf(tab));
}

/**
 * What the tab would send; null while its variables or headers are not to be read.
 *
 * @param {Tab} tab
 * @returns {Operation | null}
 */
function operationOf({ query, variables, headers, operationName = null }) {
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
 * @param {string | null} [text]
 */
function readJson(text) {
  const plain = (text ?? '')
    .replaceAll(/("(?:\\.|[^"\\])*")|\/\/.*|\/\*[^]*?\*\//g, '$1')
    .replaceAll(/("(?:\\.|[^"\\])*")|,(?=\s*[}\]])/g, '$1');
  return plain.trim() === '' ? {} : JSON.parse(plain);
}
