import type { AccountCredentials } from '../exchange/credentials.ts';
import { Secret } from '../exchange/secret.ts';
import { systemClock } from '../time/clock.ts';
import { createSimulatedExchange, type SimulatedExchange } from './exchange.ts';
import { listenSimulatedExchange } from './listen.ts';

/** Starts the embedded exchange on a free loopback port, says so loudly, and gives its accounts. */
export async function startEmbeddedExchange(): Promise<readonly AccountCredentials[]> {
  const exchange = createSimulatedExchange({ clock: systemClock });
  const { url: baseUrl } = await listenSimulatedExchange(exchange);
  const ids = exchange.accounts.map(({ id }) => id);
  process.stdout.write(`
  NO CREDENTIALS WERE GIVEN: THIS IS NOT THE REAL EXCHANGE.
  An embedded one serves made-up accounts: ${ids.join(', ')}.
  For real accounts set OKX_API_KEY, OKX_SECRET_KEY and OKX_PASSPHRASE, or ACCOUNTS_FILE.

`);
  return credentialsOf(exchange, baseUrl);
}

/** The made-up accounts of an exchange as the gateway wants them. */
export function credentialsOf(
  { accounts }: Pick<SimulatedExchange, 'accounts'>,
  baseUrl: string,
): readonly AccountCredentials[] {
  return accounts.map(({ id, apiKey, secretKey, passphrase, demo = false }) => ({
    id,
    apiKey: new Secret(apiKey),
    secretKey: new Secret(secretKey),
    passphrase: new Secret(passphrase),
    baseUrl,
    demo,
  }));
}
