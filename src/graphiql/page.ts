import type { AssetName, Assets } from './assets.ts';
import { type ExampleOperation, readExampleOperations } from './example-operations.ts';
import { budgetsQuery } from './page-documents.ts';

/** What the page tells its script, `browser/page.js`. */
export interface PageData {
  /** Addresses relative to that of the page; the workers by the names that the editor has for them. */
  readonly workers: Readonly<Record<string, string>>;
  readonly live: string;
  readonly plan: string;
  readonly token: string;
  /** Whether the gateway answers only callers that it knows. */
  readonly wantsToken: boolean;
  readonly introspection: string;
  readonly budgetsQuery: string;
  readonly tabs: readonly ExampleOperation[];
  /** What stands in the header editor of a tab that needs no headers. */
  readonly headersHint: string;
  readonly title: string;
}

const title = 'OKX account gateway';

const headersHint = `{
  // If something guards this gateway, its token:
  // "authorization": "Bearer ..."
}`;

const headersHintBesideToken = `{
  // Your token goes at the top of the page.
  // For a tab that asks as another caller:
  // "authorization": "Bearer ..."
}`;

/** Without names: a browser that ran no script could send nothing of it. */
const tokenForm = `<form id="token">
<label for="token-text">Token</label>
<input id="token-text" type="password" autocomplete="off" spellcheck="false">
<button>Use</button>
<button type="button" id="token-forget">Forget</button>
<output id="token-said"></output>
</form>`;

const madeUpNotice = '<p id="made-up"><b>Made-up accounts:</b> the embedded exchange answers.</p>';

/** Only what the gateway itself serves is loaded. The editor writes styles as it runs; nothing writes scripts. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  'img-src data:',
  'font-src data:',
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Of each page that a browser shows. */
export const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': contentSecurityPolicy,
};

export interface PageOptions {
  /** Whether an embedded exchange serves, which the page then says. */
  readonly madeUp: boolean;
  /** Whether the gateway answers only callers that it knows, which the page then has a place for. */
  readonly wantsToken: boolean;
}

export function renderPage(assets: Assets, { madeUp, wantsToken }: PageOptions): string {
  const address = (name: AssetName) => `?asset=${assets[name].id}`;
  const data: PageData = {
    workers: {
      editorWorkerService: address('editor-worker.js'),
      json: address('json-worker.js'),
      graphql: address('graphql-worker.js'),
    },
    live: address('live.js'),
    plan: address('plan.js'),
    token: address('token.js'),
    wantsToken,
    introspection: address('introspection.json'),
    budgetsQuery,
    tabs: readExampleOperations(),
    headersHint: wantsToken ? headersHintBesideToken : headersHint,
    title,
  };
  // No text of an operation may end the element that it stands in.
  const json = JSON.stringify(data).replaceAll('<', String.raw`\u003c`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<base target="_blank">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${address('graphiql.css')}">
<link rel="stylesheet" href="${address('page.css')}">
<script id="page-data" type="application/json">${json}</script>
<script src="${address('graphiql.js')}" defer></script>
<script src="${address('page.js')}" type="module"></script>
</head>
<body class="no-focus-outline">
<noscript>GraphiQL needs JavaScript.</noscript>
${madeUp ? madeUpNotice : ''}
${wantsToken ? tokenForm : ''}
<div id="root"></div>
<footer id="status"><output id="plan"></output><output id="budgets"></output></footer>
</body>
</html>
`;
}
