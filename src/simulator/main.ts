import { systemClock } from '../time/clock.ts';
import { entriesOf } from './accounts.ts';
import { createSimulatedExchange } from './exchange.ts';
import { listenSimulatedExchange } from './listen.ts';

const port = Number(process.env.PORT ?? 0);
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  fail(new Error('PORT must be a whole number from 0 to 65535'));
}

const exchange = createSimulatedExchange({ clock: systemClock });
const { url: baseUrl, close } = await listenSimulatedExchange(exchange, { port }).catch(fail);

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void close());

console.error(`Embedded exchange on ${baseUrl}. Its made-up accounts, for an ACCOUNTS_FILE:`);
console.log(JSON.stringify(entriesOf(exchange.accounts, baseUrl), null, 2));

function fail({ message }: Error): never {
  console.error(message);
  process.exit(1);
}
