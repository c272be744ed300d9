import { defaultAccounts } from '../../../src/simulator/accounts.ts';
import { runClients } from '../clients.ts';
import { drawQuestion } from '../questions.ts';
import { resultOf, type Scenario } from '../scenario.ts';
import { startTestBed } from '../test-bed.ts';
import { trafficOf } from '../traffic.ts';

const clients = 200;

/** All kinds of questions of all accounts, far from the exchange, in a closed loop. */
export const mixed: Scenario = async ({ facts, seconds, signal, report }) => {
  const kind = 'this gateway';
  const oneWayMs = [0, 150] as const;
  // More is asked than the limits allow, and here all of it is to be answered.
  const environments = [{ MAX_WAIT_MS: '10000' }];
  await using bed = await startTestBed({
    kind,
    signal,
    accounts: defaultAccounts,
    oneWayMs,
    environments,
  });
  const samples = await runClients({
    ask: bed.ask,
    clients,
    seconds,
    drawQuestion: (draw) => drawQuestion(facts, draw),
    signal,
  });
  const { calls } = bed.exchange;
  const unanswered = samples.filter(({ outcome }) => outcome === 'failed').length;
  const failures = trafficOf(calls).reduce((sum, { refused, failed }) => sum + refused + failed, 0);
  report(
    resultOf({
      name: `mixed, ${clients} clients`,
      kind,
      samples,
      calls,
      wanted: 'every query answered, no call failed',
      misses: [
        unanswered > 0 && `${unanswered} requests met an error`,
        failures > 0 && `${failures} calls failed`,
      ],
    }),
  );
};
