import { describe, expect, test } from 'vitest';
import { knock } from '../../support/knock.ts';
import { createOperated, type LogLine } from '../../support/operated.ts';

const downS = 60;
/** The status tells of what clients met for five minutes. */
const calmS = 310;
const live = { url: 'http://gateway/health/live', method: 'GET' };

/** What the network says where nobody is. */
const refused = () =>
  Promise.reject(
    new TypeError('fetch failed', {
      cause: Object.assign(new Error('connect ECONNREFUSED 192.0.2.7:443'), {
        code: 'ECONNREFUSED',
      }),
    }),
  );

/** A minute without exchange and Redis, in which four accounts are asked for eight times a second, and then one in which both are back. */
async function sufferAndHeal(redisIs: 'gone' | 'hanging') {
  let isDown = false;
  const world = createOperated({
    redisIs: 'there',
    fetch: (...args) => (isDown ? refused() : world.exchange.fetch(...args)),
  });
  const { ask, clock, gateway, lines, ready, status, redisBecomes } = world;
  const ids = world.exchange.accounts.map(({ id }) => id);
  const seen = { live: new Set<number>(), ready: new Set<string>(), verdicts: new Set<string>() };
  const summaries: string[] = [];
  const codes: string[] = [];
  async function query(id = ''): Promise<void> {
    const { errors = [] } = await ask(`{ account(id: "${id}") { totalEq } }`, {
      headers: { 'cache-control': 'no-cache' },
    });
    for (const { extensions } of errors) codes.push(String(extensions['code']));
  }
  async function second(): Promise<void> {
    for (const id of [...ids, ...ids]) {
      void query(id);
      await clock.advance(1_000 / 8);
    }
    seen.live.add((await knock(gateway, live)).status);
    seen.ready.add(await ready());
    const { verdict, summary } = await status();
    seen.verdicts.add(verdict);
    summaries.push(summary);
  }
  for (let at = 0; at < 20; at += 1) await second();
  isDown = true;
  redisBecomes(redisIs);
  const [from, before] = [lines.length, clock.now()];
  // A call may be under way, and Redis be silent, for a moment.
  for (let at = 0; at < 3; at += 1) await second();
  const early = await status();
  for (let at = 3; at < 10; at += 1) await second();
  for (const one of Object.values(seen)) one.clear();
  summaries.length = 0;
  for (let at = 10; at < downS; at += 1) await second();
  const during = { ...structuredClone(seen), summaries: [...summaries] };
  const told = lines.slice(from);
  const lastedMs = clock.now() - before;

  isDown = false;
  redisBecomes('there');
  for (let at = 0; at < calmS; at += 1) await second();
  codes.length = 0;
  for (const one of Object.values(seen)) one.clear();
  for (let at = 0; at < 10; at += 1) await second();
  return { ids, early, during, told, lastedMs, after: { ...seen, codes }, lines };
}

/** But for those of queries, of which there is one for each. */
const troubleIn = (lines: readonly LogLine[]) => lines.filter(({ msg }) => msg !== 'query');

describe.each(['gone', 'hanging'] as const)(
  'exchange refused, Redis %s, for a minute',
  (redisIs) => {
    test('it lives, says that it is not ready, and why, and is well by itself when they are back', async () => {
      const { ids, early, during, told, lastedMs, after, lines } = await sufferAndHeal(redisIs);
      const reason = redisIs === 'gone' ? 'ECONNREFUSED' : 'no answer';
      expect(`${early.verdict}: ${early.summary}`).toMatch(
        `impaired: Redis cannot be used (${reason}). No calls are made until it does, or`,
      );
      expect(during.live).toEqual(new Set([200]));
      expect([...during.ready].filter((answer) => !answer.startsWith('503 {"reason":'))).toEqual(
        [],
      );
      expect(during.verdicts).toEqual(new Set(['down']));
      const [last = ''] = during.summaries.slice(-1);
      expect(last).toContain('4 of 4 accounts stopped.');
      expect(last).toContain('ECONNREFUSED');
      expect(last).toContain('And 2 more to look at.');

      const trouble = troubleIn(told);
      for (const account of ids) {
        const own = trouble.filter((line) => line['account'] === account);
        expect(own.length).toBeLessThanOrEqual(lastedMs / 1_000);
        expect(own.find(({ msg }) => msg === 'call failed')).toMatchObject({
          reason: 'ECONNREFUSED',
        });
        expect(own.map(({ msg }) => msg)).toContain('calls suspended');
        for (const [index, { time }] of own.filter(({ msg }) => msg === 'call failed').entries()) {
          const next = own.filter(({ msg }) => msg === 'call failed')[index + 1];
          if (next) expect(next.time - time).toBeGreaterThanOrEqual(1_000);
        }
      }
      const ofRedis = trouble.filter(({ msg }) => msg.startsWith('Redis'));
      expect(ofRedis.length).toBeLessThanOrEqual(5);
      expect(ofRedis).toContainEqual(
        expect.objectContaining({
          msg: 'Redis error',
          reason,
        }),
      );
      expect(trouble.filter((line) => !('account' in line) && !ofRedis.includes(line))).toEqual([]);

      expect({ ...after, codes: new Set(after.codes) }).toEqual({
        live: new Set([200]),
        ready: new Set(['200 ready']),
        verdicts: new Set(['well']),
        codes: new Set(),
      });
      const resumed = lines.filter(({ msg }) => msg === 'calls resumed');
      expect(new Set(resumed.map((line) => line['account']))).toEqual(new Set(ids));
    });
  },
);
