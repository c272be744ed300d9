import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AccountCalls, amountOf, indexOfKey } from './made-accounts.ts';

// An exchange of as many accounts as one likes, which knows nothing but the balance of each: it answers after a while, and
// counts calls, those of each account, and the connections that are open at once.

const answerAfterMs = Number(process.env['ANSWER_AFTER_MS']);
const { balance } = JSON.parse(
  readFileSync(new URL('../fixtures/reference-examples.json', import.meta.url), 'utf8'),
) as { readonly balance: readonly { readonly data: readonly object[] }[] };
const example = balance[0]?.data[0] ?? {};

const calls = new Map<number, number>();
let connections = 0;
let mostConnections = 0;

const server = createServer((request, response) => {
  if (request.url === '/report') {
    const counts = [...calls.values()];
    const report: AccountCalls = {
      calls: counts.reduce((sum, count) => sum + count, 0),
      accounts: counts.length,
      mostConnections,
      connections: connections - 1,
    };
    calls.clear();
    mostConnections = 0;
    response.setHeader('connection', 'close').end(JSON.stringify(report));
    return;
  }
  const index = indexOfKey(String(request.headers['ok-access-key']));
  calls.set(index, (calls.get(index) ?? 0) + 1);
  setTimeout(() => {
    const data = [{ ...example, totalEq: amountOf(index) }];
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ code: '0', msg: '', data }));
  }, answerAfterMs);
});
server.on('connection', (socket) => {
  connections += 1;
  mostConnections = Math.max(mostConnections, connections);
  socket.once('close', () => {
    connections -= 1;
  });
});
server.keepAliveTimeout = 600_000;
server.listen({ port: 0, host: '127.0.0.1', backlog: 4_096 }, () => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('not on a TCP port');
  console.log(`Ready http://127.0.0.1:${address.port}`);
});
