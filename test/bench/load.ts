import { parseArgs } from 'node:util';
import { createSimulatedExchange } from '../../src/simulator/exchange.ts';
import { listenSimulatedExchange } from '../../src/simulator/listen.ts';
import { systemClock } from '../../src/time/clock.ts';
import { createOracle } from '../support/oracle.ts';
import { runClients } from './clients.ts';
import { type AccountFacts, readFacts } from './expectations.ts';
import { startLocalGateway } from './local-gateway.ts';
import { drawQuestion } from './questions.ts';
import { faultsOf, printReport, trafficOf } from './report.ts';

const { values } = parseArgs({
  options: {
    clients: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '20' },
  },
});
const [clients, seconds] = [Number(values.clients), Number(values.seconds)];

/** Beyond the time of the run: for the last answers, and for an end however badly it went. */
const graceMs = 30_000;
const seed = 1;

const exchange = createSimulatedExchange({
  clock: systemClock,
  seed,
  moving: false,
  network: { out: [0, 150], back: [0, 150] },
});
const oracle = createOracle(seed);
const facts: AccountFacts[] = [];
for (const { id } of exchange.accounts) facts.push(await readFacts(id, oracle));

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => interrupted.abort(new Error(signal)));
}
const guard = AbortSignal.timeout(seconds * 1_000 + graceMs);

const listening = await listenSimulatedExchange(exchange);
try {
  await using gateway = await startLocalGateway(exchange.accounts, listening.url);
  console.log(`${clients} clients for ${seconds} s, exchange 0-300 ms away`);
  const tally = await runClients({
    url: gateway.url,
    clients,
    seconds,
    drawQuestion: (draw) => drawQuestion(facts, draw),
    signal: AbortSignal.any([guard, interrupted.signal]),
  });
  const traffic = trafficOf(exchange.calls);
  printReport(traffic, tally);
  const faults = faultsOf(traffic, tally);
  for (const fault of faults) console.log(`FAILED     ${fault}`);
  if (faults.length === 0) console.log('passed     no window over, nobody refused, nothing wrong');
  process.exitCode = faults.length === 0 ? 0 : 1;
} finally {
  await listening.close();
}
