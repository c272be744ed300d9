import { readFileSync } from 'node:fs';
import type { Status } from './status.ts';

/** What the page loads, below its own address. */
export const pageFiles = [
  'page.css',
  'page.js',
  'about.js',
  'accounts.js',
  'dom.js',
  'words.js',
] as const;

export function readPageFile(name: (typeof pageFiles)[number]): string {
  return readFileSync(new URL(`browser/${name}`, import.meta.url), 'utf8');
}

/** Only what the gateway itself serves is loaded, and nothing that stands in the page is run. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The page, which shows this status at first and then asks for the next. */
export function renderPage(status: Status): string {
  // No id of an account may end the element that it stands in.
  const json = JSON.stringify(status).replaceAll('<', String.raw`\u003c`);
  const madeUp = status.gateway.madeUp
    ? '<p id="made-up"><b>Made-up accounts:</b> the embedded exchange answers.</p>'
    : '';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>OKX account gateway</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="status/page.css">
<script id="status-data" type="application/json">${json}</script>
<script src="status/page.js" type="module"></script>
</head>
<body>
<header><h1>OKX account gateway</h1><p id="contact"></p></header>
${madeUp}
<noscript>This page needs JavaScript. The same as JSON: ask for this address with the header accept: application/json.</noscript>
<main>
<section id="verdict"></section>
<ul id="problems"></ul>
<section aria-labelledby="accounts">
<div class="above-list">
<h2 id="accounts">Accounts</h2>
<p id="counts"></p>
<p id="search"><label for="find">Find</label> <input id="find" type="search" autocomplete="off" spellcheck="false" placeholder="Part of an id"></p>
</div>
<ul id="list"></ul>
</section>
<section aria-labelledby="gateway">
<h2 id="gateway">Gateway</h2>
<dl id="about"></dl>
</section>
</main>
</body>
</html>
`;
}
