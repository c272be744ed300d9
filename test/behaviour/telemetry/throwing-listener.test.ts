import { expect, test } from 'vitest';
import type { Telemetry } from '../../../src/telemetry/telemetry.ts';
import { createLogged } from '../../support/logged-gateway.ts';

function fail(): never {
  throw new Error('the inside of a listener');
}

const broken: Required<Telemetry> = {
  operationStarted: fail,
  operationEnded: fail,
  subscriptionStarted: fail,
  subscriptionAnswered: fail,
  subscriptionEnded: fail,
  callEnded: fail,
  answerMalformed: fail,
  callsStopped: fail,
  callsResumed: fail,
  clockCorrected: fail,
  requestRefused: fail,
};

test('a listener that throws breaks no query and no other listener, and is told once a minute', async () => {
  const heard: string[] = [];
  const next = { operationEnded: () => void heard.push('operationEnded') };
  const { query, told, clock } = createLogged({ telemetry: [broken, next] });
  for (const _ of [1, 2, 3]) {
    const answer = await query('{ account { totalEq } }');
    expect(answer).not.toHaveProperty('errors');
    await clock.advance(1_000);
  }
  expect(heard).toHaveLength(3);
  expect(told('query')).toHaveLength(3);
  await clock.advance(70_000);
  const defects = told('internal error masked');
  expect(defects).toMatchObject(
    Array.from({ length: 6 }, () => ({ level: 50, err: { message: 'the inside of a listener' } })),
  );
  const events = Object.entries(Object.groupBy(defects, ({ event }) => String(event)));
  expect(
    events.map(([event, lines = []]) => [
      event,
      lines.reduce((sum, { times }) => sum + Number(times), 0),
    ]),
  ).toEqual([
    ['operationStarted', 3],
    ['callEnded', 3],
    ['operationEnded', 3],
  ]);
});

test('nor does it hold up the stops of an account and their ends, nor a request that is refused', async () => {
  const { query, told, clock, exchange, gateway } = createLogged({ telemetry: [broken] });
  const mend = exchange.inject({ kind: 'unavailable' });
  for (const _ of Array(6)) {
    await query('{ account { totalEq } }');
    await clock.advance(3_000);
  }
  expect(told('calls suspended')).not.toHaveLength(0);
  mend();
  await clock.advance(60_000);
  expect(await query('{ account { totalEq } }')).not.toHaveProperty('errors');
  expect(told('calls resumed')).toHaveLength(1);
  expect(() => gateway.requestRefused({ what: 'host', reason: 'foreign' })).not.toThrow();
});
