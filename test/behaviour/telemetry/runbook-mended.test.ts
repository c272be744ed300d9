import { expect, test } from 'vitest';
import { alertOf, fires, placeOf } from '../../support/alerts.ts';
import { createOperated } from '../../support/operated.ts';

test('OkxGatewayCallsStopped: what was mended on the exchange shows with the query that the runbook has one ask', async () => {
  const name = 'OkxGatewayCallsStopped';
  const [, query = ''] = /`(\{ account.*?\})`/.exec(placeOf(name)) ?? [];
  const { exchange, ask, live, scrapes, told } = createOperated();
  const mend = exchange.inject({ kind: 'foreign-address', accountId: 'spot' });
  await live(5, () => void ask(query));

  mend();
  await live(300);
  expect(fires(alertOf(name), scrapes)).toBe(true);
  void ask(query);
  await live(15);
  expect(told('calls resumed')).toMatchObject([{ account: 'spot' }]);
  expect(fires(alertOf(name), scrapes)).toBe(false);
});

test.each([
  [20, 'a part of its own'],
  [200, 'no part any more'],
])('OkxGatewayRedisSilent: %i s without Redis, with %s, are over within 6 s', async (seconds) => {
  const { redisBecomes, live, query } = createOperated({ redisIs: 'there' });
  await live(15);
  redisBecomes('hanging');
  await live(seconds);
  redisBecomes('there');
  const [, most = ''] = /within (\d+) s/.exec(placeOf('OkxGatewayRedisSilent')) ?? [];
  await live(Number(most));
  expect(await query('{ account { totalEq } }')).not.toHaveProperty('errors');
});
