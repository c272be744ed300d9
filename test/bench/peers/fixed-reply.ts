import { createServer } from 'node:http';

// What a server of Node costs that does nothing: it reads what it is asked and says the same every time. `PUT` tells it what.

let reply = '';
const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => void parts.push(part));
  request.on('end', () => {
    if (request.method === 'PUT') reply = Buffer.concat(parts).toString();
    response.setHeader('content-type', 'application/json');
    response.end(reply);
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('not on a TCP port');
  console.log(`Ready http://127.0.0.1:${address.port}`);
});
