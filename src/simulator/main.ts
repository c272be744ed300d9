import { systemClock } from '../time/clock.ts';
import { entriesOf } from './accounts.ts';
import { createSimulatedExchange } from './exchange.ts';
import { listenSimulatedExchange } from './listen.ts';

const help = `The embedded exchange alone: made-up accounts of OKX, on the wire of the real one.

  npm run -s simulator > accounts.json

It prints its accounts on stdout, as ACCOUNTS_FILE of the gateway wants them, and serves until it is ended by
SIGTERM or Ctrl-C. What it imitates, and what not, stands in src/simulator/README.md.

Its one setting is an environment variable:

  PORT (0)
      TCP port of 127.0.0.1 to listen on; 0 takes any free one. From 0 to 65535.
`;

const [argument] = process.argv.slice(2);
if (argument === '--help') {
  process.stdout.write(help);
  process.exit();
}
if (argument !== undefined) fail(new Error('the only argument is --help; PORT chooses the port'));

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
