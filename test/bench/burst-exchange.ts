import { createServer } from 'node:http';
import { defaultAccounts } from '../../src/simulator/accounts.ts';
import { createSimulatedExchange } from '../../src/simulator/exchange.ts';
import { listenSimulatedExchange } from '../../src/simulator/listen.ts';
import { systemClock } from '../../src/time/clock.ts';
import { oneWayMs, seed } from './test-bed.ts';

// The embedded exchange in a process of its own. On a second port it tells of the calls that have arrived since it did so last.

const exchange = createSimulatedExchange({
  clock: systemClock,
  seed,
  moving: false,
  accounts: defaultAccounts.slice(0, 1),
  network: { out: oneWayMs, back: oneWayMs },
});
const { url } = await listenSimulatedExchange(exchange);
let told = 0;
const reports = createServer((_request, response) => {
  const calls = exchange.calls.slice(told);
  told = exchange.calls.length;
  response.setHeader('connection', 'close').end(JSON.stringify(calls));
});
reports.listen(0, '127.0.0.1', () => {
  const address = reports.address();
  if (address === null || typeof address === 'string') throw new TypeError('not on a TCP port');
  console.log(`Ready ${url} http://127.0.0.1:${address.port}`);
});
