import { expect, test } from 'vitest';
import { createAdminPort } from '../../support/admin-port.ts';
import { createHarness } from '../../support/harness.ts';

const balanceOf = (id: string, mark: number) =>
  `{ account(id: "${id}") { details(ccy: ["X${mark}"]) { ccy } } }`;
const withdrawalOf = (id: string, mark: number) =>
  `{ account(id: "${id}") { maxWithdrawal(ccy: ["X${mark}"]) { maxWd } } }`;
const ids = ['spot', 'futures', 'multi-currency', 'portfolio'];

const refusals = {
  route: () => new Response('not here', { status: 404 }),
  tooMany: () => Response.json({ code: '50011', msg: 'Too Many Requests', data: [] }),
  garbage: () => Response.json({ code: '0', msg: '', data: 'none' }),
};

/** A gateway before an exchange of which calls of the balance can be made to fail. */
function createWorld() {
  let refuse: (() => Response) | null = null;
  const harness: ReturnType<typeof createHarness> = createHarness({
    fetch(input, init) {
      const url = input instanceof Request ? input.url : String(input);
      if (refuse && url.includes('/balance')) return Promise.resolve(refuse());
      return harness.exchange.fetch(input, init);
    },
  });
  let mark = 0;
  return {
    ...harness,
    ...createAdminPort(harness),
    fail(answer: keyof typeof refusals | null) {
      refuse = answer && refusals[answer];
    },
    async askAll() {
      mark += 1;
      for (const id of ids) {
        await harness.query(balanceOf(id, mark));
        await harness.query(withdrawalOf(id, mark));
      }
    },
  };
}

test('an endpoint that fails is told, however well the others of the account are answered', async () => {
  const { fail, askAll, status, clock } = createWorld();
  fail('route');
  await askAll();
  await askAll();
  expect(await status()).toMatchObject({ verdict: 'well' });
  await askAll();
  const since = (await status()).accounts.list[0]?.failing[0]?.since ?? '';
  const { verdict, problems, accounts } = await status();
  expect({ verdict, problems }).toEqual({
    verdict: 'impaired',
    problems: [
      {
        headline: 'balance of 4 of 4 accounts fails',
        text: 'multi-currency, spot, futures and 1 more: The exchange knows no such route; check the base URL of the account (HTTP 404, not an answer of the exchange).',
        since,
      },
    ],
  });
  expect(Date.parse(since)).toBeLessThan(clock.wallTime());
  expect(accounts.states).toMatchObject({ failing: 4, well: 0 });
  expect(accounts.list[0]).toMatchObject({
    lastCall: { endpoint: 'max-withdrawal', outcome: 'ANSWERED' },
    failing: [{ endpoint: 'balance', code: 'UPSTREAM_UNAVAILABLE', failures: 3 }],
  });
});

test.each(['tooMany', 'garbage'] as const)(
  'it is told also when it fails by %s',
  async (answer) => {
    const { fail, askAll, status } = createWorld();
    fail(answer);
    for (let round = 0; round < 3; round += 1) await askAll();
    const [problem] = (await status()).problems;
    expect(problem).toMatchObject({ headline: 'balance of 4 of 4 accounts fails' });
    expect(problem?.text).toContain(answer === 'tooMany' ? '(50011)' : 'no list of data');
  },
);

test('one that fails now and then is told until it has not failed for a minute', async () => {
  const { fail, query, status, clock } = createWorld();
  const ask = (mark: number) => query(balanceOf('spot', mark));
  fail('route');
  for (const mark of [1, 2, 3]) await ask(mark);
  const { problems } = await status();
  const verdicts = new Set<string>();
  for (let mark = 4; mark < 34; mark += 1) {
    fail(mark % 3 === 0 ? 'route' : null);
    await ask(mark);
    await clock.advance(5_000);
    verdicts.add((await status()).verdict);
  }
  expect(verdicts).toEqual(new Set(['impaired']));
  expect((await status()).problems).toEqual(problems);
  fail(null);
  await ask(100);
  await clock.advance(60_000);
  expect(await status()).toMatchObject({ verdict: 'well', problems: [] });
});

test('one that is not asked for any more is told for as long as it was not answered', async () => {
  const { fail, query, status, clock } = createWorld();
  fail('route');
  for (const mark of [1, 2, 3]) await query(balanceOf('spot', mark));
  await clock.advance(600_000);
  expect(await status()).toMatchObject({ verdict: 'impaired' });
});
