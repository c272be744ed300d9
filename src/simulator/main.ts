import { systemClock } from '../time/clock.ts';
import { createSimulatedExchange } from './exchange.ts';
import { listenSimulatedExchange } from './listen.ts';

const exchange = createSimulatedExchange({ clock: systemClock });
const listening = await listenSimulatedExchange(exchange, { port: Number(process.env.PORT ?? 0) });

console.log(`Embedded exchange with made-up accounts on ${listening.url}`);
for (const { id, apiKey, secretKey, passphrase } of exchange.accounts) {
  console.log(`  ${id}: key ${apiKey}  secret ${secretKey}  passphrase ${passphrase}`);
}

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => void listening.close());
}
