import { defaultAccounts } from '../../src/simulator/accounts.ts';
import { createSimulatedExchange } from '../../src/simulator/exchange.ts';
import { credentialsOf } from '../../src/simulator/embedded.ts';
import { callerOf } from './file-caller.ts';
import { createHarness } from './harness.ts';
import { bearer, knock } from './knock.ts';
import { createManualClock } from './manual-clock.ts';
import type { Probe } from './rights-probes.ts';

/** Of one length, so that answers in which one stands for the other are of one length, too. */
export const [alpha, bravo, missing] = ['acc-alpha', 'acc-bravo', 'acc-zulu-'];
const accounts = defaultAccounts
  .slice(0, 2)
  .map((account, at) => ({ ...account, mode: 3 as const, id: [alpha, bravo][at] ?? '' }));
const callers = [
  callerOf('alpha', [alpha]),
  callerOf('bravo', [bravo]),
  callerOf('both', [alpha, bravo]),
  callerOf('none', []),
];

/** The schema with its keys of entities, as routers ask for it. */
export async function askForSdl(): Promise<string> {
  const { data } = await createHarness().query('{ service: _service { sdl } }');
  return (data as { service: { sdl: string } }).service.sdl;
}

/** A gateway on a clock of its own, where all that others read of their accounts is fresh. */
export async function createRightsWorld(served: readonly string[]) {
  const exchange = createSimulatedExchange({ clock: createManualClock(), accounts });
  const all = credentialsOf(exchange, 'http://exchange.test');
  const harness = createHarness({
    accounts: all.filter(({ id }) => served.includes(id)),
    callers,
    exchange: { accounts },
    maxAgeMs: 60_000,
  });
  /** All that whoever asks can see of an answer, and how long it took. */
  async function ask(
    caller: string,
    { query: text, variables }: Probe,
    account: string,
    explain?: string,
  ) {
    const headers = {
      ...bearer(caller),
      'x-request-id': 'the-same',
      ...(explain !== undefined && { 'x-explain': explain }),
    };
    const before = harness.clock.now();
    if (text.startsWith('subscription')) {
      const given = { variables: variables(account), headers };
      const { response, results, leave } = await harness.subscribe(text, given);
      await leave();
      return {
        status: response.status,
        headers: Object.fromEntries(response.headers),
        body: JSON.stringify(results[0]),
        tookMs: harness.clock.now() - before,
      };
    }
    const asked = knock(harness.gateway, { query: text, variables: variables(account), headers });
    const answer = await harness.clock.run(asked);
    return {
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      body: JSON.stringify(answer.body),
      tookMs: harness.clock.now() - before,
    };
  }
  return { ...harness, ask };
}
