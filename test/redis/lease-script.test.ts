import { createClient } from '@redis/client';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { leaseScript } from '../../src/budget/lease-script.ts';
import { describeWith } from '../support/programs.ts';
import { createRedisOnClock } from '../support/redis-on-clock.ts';
import { startRedisServer } from '../support/redis-server.ts';

/** One message, or what becomes of Redis before it. */
const step = fc.record({
  afterMs: fc.oneof(
    { weight: 6, arbitrary: fc.nat(260) },
    { weight: 2, arbitrary: fc.integer({ min: 260, max: 1_600 }) },
    { weight: 1, arbitrary: fc.constantFrom(-5_000, -1, 999, 1_000, 6_000, 60_001) },
  ),
  restarts: fc.integer({ min: 0, max: 40 }).map((number) => number === 0),
  gateway: fc.nat(3),
  parts: fc.constantFrom(2, 3, 3, 3),
  tells: fc.constantFrom('new', 'new', 'waits', 'seated', 'seated', 'parted', 'leaves'),
  /** How many answers ago was the one that the gateway knows of. */
  knows: fc.constantFrom(0, 0, 0, 1, 3, 99),
  sinceKnownMs: fc.nat(300),
  asks: fc.constantFrom('nothing', 'a lease', 'a lease', 'an end', 'to give back'),
  lease: fc.nat(6),
  kept: fc.constantFrom(0, 0, 0, 1, 3),
  /** For whom it is asked, once in a while one of many: then some are forgotten. */
  charges: fc.uniqueArray(
    fc.record({
      taker: fc.oneof({ weight: 3, arbitrary: fc.nat(3) }, { weight: 2, arbitrary: fc.nat(400) }),
      cost: fc.constantFrom(1_000_000, 333_333, 250_000),
    }),
    { selector: ({ taker }) => taker, maxLength: 25, size: 'max' },
  ),
});

const times = {
  maxLeaseMs: 1_200,
  unendedMs: 1_900,
  seatMs: 7_260,
  restMs: 1_500,
  calls: 7,
  windowMs: 400,
};

/** The script with its clock and its run given, since those of a Redis cannot be set. */
const script = leaseScript.SCRIPT.replace(
  'time[1] * 1000 + math.floor(time[2] / 1000)',
  'tonumber(ARGV[#ARGV - 1])',
).replace(`string.match(redis.call('INFO', 'server'), 'run_id:(%w+)')`, 'ARGV[#ARGV]');

describeWith('redis-server', 'the lease script', () => {
  test('answers as the one in TypeScript does by which gateways are tried out, in 500 made-up histories', async () => {
    await using server = await startRedisServer();
    const client = createClient({ url: server.url });
    await client.connect();
    let histories = 0;

    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 30, maxLength: 60 }), async (steps) => {
        const name = `{${(histories += 1)}}`;
        let wall = 1_800_000_000_000;
        let run = 1;
        const inTypeScript = createRedisOnClock(() => wall);
        const answers: (readonly (number | string)[])[][] = [[], [], [], []];
        for (const one of steps) {
          wall += one.afterMs;
          if (one.restarts) {
            run += 1;
            inTypeScript.restart();
          }
          const known = answers[one.gateway]?.at(-1 - one.knows) ?? [0, 0, 0, 0];
          const [openAt = 0, , era = 0, knownWall = 0] = known.map(Number);
          const { maxLeaseMs, unendedMs, seatMs, restMs, calls, windowMs } = times;
          const self = [`gateway${one.gateway}`, one.parts, one.tells];
          const told = [era, knownWall, openAt, one.sinceKnownMs];
          const lease = `lease${one.lease}`;
          const ends = one.asks === 'an end' || one.asks === 'to give back';
          const wish = [
            calls,
            windowMs,
            one.asks === 'a lease' ? lease : '',
            ends ? lease : '',
            one.asks === 'an end' ? windowMs : 0,
            unendedMs,
            one.kept,
            one.charges.length,
            ...one.charges.flatMap(({ taker, cost }) => [`taker${taker}`, cost]),
          ];
          const keys = [
            'state',
            'seats',
            ...(one.asks === 'nothing' ? [] : ['leases', 'waiting', 'turns']),
          ].map((key) => `${name}:${key}`);
          const args = [maxLeaseMs, seatMs, restMs, ...self, ...told, ...wish].map(String);
          const answer = inTypeScript.answer(keys, args);
          expect(
            await client.eval(script, { keys, arguments: [...args, `${wall}`, `run${run}`] }),
          ).toEqual(answer);
          answers[one.gateway]?.push(answer);
        }
      }),
      { seed: 20_261_124, numRuns: 500 },
    );
    client.destroy();
  });
});
