import { readdirSync, readFileSync } from 'node:fs';
import { Marked } from 'marked';

const folder = new URL('../../docs/', import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith('.md'));

const style = `
body { color-scheme: light dark; max-width: 52rem; margin: 2rem auto; padding: 0 1rem; font: 16px/1.5 system-ui, sans-serif }
pre, table { overflow-x: auto; display: block }
pre { padding: .75rem; background: light-dark(#f3f4f6, #212a3b) }
code { font-size: .9em }
table { border-collapse: collapse }
th, td { padding: .25rem .5rem; border: 1px solid light-dark(#d8dde5, #3a475e); text-align: left; vertical-align: top }
`;

/** The pages of `docs` as HTML: name, such as `errors.html`, → text. */
export const renderDocPages = (): ReadonlyMap<string, string> =>
  new Map(files.map((file) => [pageOf(file), render(readFileSync(new URL(file, folder), 'utf8'))]));

function render(text: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${/^# (.*)$/m.exec(text)?.[1]}</title>
<style>${style}</style>
</head>
<body>
${markdown.parse(text, { async: false })}
</body>
</html>
`;
}

const pageOf = (file: string): string => file.replace(/\.md$/, '.html');

const markdown = new Marked({
  renderer: {
    heading({ tokens, depth, text }) {
      return `<h${depth} id="${anchorOf(text)}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
    },
    link({ href, tokens }) {
      const label = this.parser.parseInline(tokens);
      const address = addressOf(href);
      return address === null ? label : `<a href="${address}">${label}</a>`;
    },
    // They show GraphiQL, from where one comes.
    image: () => '',
  },
});

/** Where a link of a page leads when the gateway serves it; null for what it does not serve. */
function addressOf(href: string): string | null {
  if (/^(?:https?:|#)/.test(href)) return href;
  const [file = '', anchor] = href.split('#');
  if (!files.includes(file)) return null;
  return `?asset=${pageOf(file)}${anchor ? `#${anchor}` : ''}`;
}

/** The anchor that GitHub gives a heading, which the links of the pages go by. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s-]/gu, '')
    .replaceAll(/\s/g, '-');
}
