import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

// An exchange of one account whose figures are never the same: its equity is the time at which it answers, in seconds
// since 1970. It counts its calls.

const answerAfterMs = Number(process.env['ANSWER_AFTER_MS']);
const currencies = Number(process.env['CURRENCIES']);
const { balance } = JSON.parse(
  readFileSync(new URL('../fixtures/reference-examples.json', import.meta.url), 'utf8'),
) as {
  readonly balance: readonly {
    readonly data: readonly { readonly details: readonly object[] }[];
  }[];
};
const example = balance[0]?.data[0];
let calls = 0;

const server = createServer((request, response) => {
  if (request.url === '/report') {
    response.setHeader('connection', 'close').end(JSON.stringify({ calls }));
    calls = 0;
    return;
  }
  calls += 1;
  setTimeout(() => {
    const totalEq = (Date.now() / 1_000).toFixed(3);
    const details = Array.from({ length: currencies }, (_, at) => ({
      ...example?.details[0],
      ccy: `C${at}`,
      eq: totalEq,
    }));
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ code: '0', msg: '', data: [{ ...example, totalEq, details }] }));
  }, answerAfterMs);
});
server.listen({ port: 0, host: '127.0.0.1' }, () => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('not on a TCP port');
  console.log(`Ready http://127.0.0.1:${address.port}`);
});
