import { createServer } from 'node:http';
import { dataOf } from './stub-answers.ts';

// The embedded exchange knows limits, markets and faults, and takes longer for an answer than what is measured. This one
// puts together texts that it has made beforehand, and counts.

let calls = 0;
const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://127.0.0.1');
  if (pathname === '/calls') {
    response.end(String(calls));
    return;
  }
  if (pathname.startsWith('/api/v5/account/')) calls += 1;
  const data = dataOf(pathname, searchParams);
  const body =
    data === undefined
      ? '{"code":"51000","msg":"Parameter error","data":[]}'
      : `{"code":"0","msg":"","data":[${data}]}`;
  response.setHeader('content-type', 'application/json');
  response.end(body);
});
server.keepAliveTimeout = 600_000;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('not on a TCP port');
  console.log(`Ready http://127.0.0.1:${address.port}`);
});
