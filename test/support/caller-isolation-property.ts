import fc from 'fast-check';
import { defaultAccounts } from '../../src/simulator/accounts.ts';
import { callerOf } from './file-caller.ts';
import { createHarness } from './harness.ts';
import { bearer, knock } from './knock.ts';

const [ours, theirs] = ['multi-currency', 'portfolio'];
const accounts = defaultAccounts.filter(({ id }) => id === ours || id === theirs);
/** Long after the last of what is asked has its answer, or its deadline. */
const endMs = 30_000;

interface Ask {
  readonly at: number;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
}

const some = (keys: readonly string[]) => fc.subarray([...keys], { minLength: 1 });
const ccys = some(['BTC', 'ETH', 'USDT', 'SOL', 'NOPE', 'OKB', 'EUR', 'XRP', 'DOGE']);
const instIds = some([
  'BTC-USDT',
  'ETH-USDT',
  'ETH-EUR',
  'NO-SUCH',
  'NOR-THIS',
  'SOL-USDT',
  'BTC-EUR',
]);

/** What a field of an account may be asked for, with good keys and bad ones. */
const selection = fc.oneof(
  fc.constant('totalEq details { ccy eq asOf }'),
  fc.constant('rateBudgets { endpoint limit inUse available waiting nextFreeInMs }'),
  fc.constant('maxWithdrawal { ccy maxWd }'),
  ccys.map(
    (keys) => `details(ccy: ${JSON.stringify(keys)}) { ccy eq asOf maxWithdrawal { maxWd } }`,
  ),
  fc
    .record({ keys: instIds, px: fc.integer({ min: 1, max: 5 }) })
    .map(
      ({ keys, px }) =>
        `maxAvail(instId: ${JSON.stringify(keys)}, tdMode: CASH, px: "${px}") { instId availBuy asOf }`,
    ),
  instIds.map(
    (keys) => `maxLoan(instId: ${JSON.stringify(keys)}, mgnMode: CROSS) { ccy maxLoan asOf }`,
  ),
);

const headers = fc.record(
  {
    'x-explain': fc.constantFrom('calls', 'cost', 'plan'),
    'cache-control': fc.constantFrom('no-cache', 'max-age=1'),
    'x-deadline-ms': fc.constantFrom('300', '3000'),
  },
  { requiredKeys: [] },
);

const askOf = (start: fc.Arbitrary<string>): fc.Arbitrary<Ask> =>
  fc.record({
    at: fc.integer({ min: 0, max: 3_000 }),
    query: fc.tuple(start, selection).map(([way, fields]) => `{ ${way} { id ${fields} } }`),
    headers,
  });

/** Of its own accounts, and of that of the other one, which there is not for it. */
const ourAsk = askOf(fc.constantFrom('accounts', 'account', `account(id: "${theirs}")`));
const theirAsk = askOf(fc.constantFrom('accounts', 'account', `account(id: "${ours}")`));

/** What each of our asks was answered with, and when, beside what others ask meanwhile. */
async function answersBeside(
  own: readonly Ask[],
  others: readonly Ask[],
): Promise<readonly unknown[]> {
  const { clock, gateway } = createHarness({
    exchange: { accounts, network: { out: [20, 20], back: [20, 20] } },
    callers: [callerOf('we', [ours]), callerOf('they', [theirs])],
  });
  const answers: unknown[] = [];
  const send = (
    caller: string,
    asks: readonly Ask[],
    note: (at: number, answer: unknown) => void,
  ) => {
    for (const [index, { at, query, headers: more }] of asks.entries()) {
      clock.after(at, () => {
        void knock(gateway, {
          query,
          headers: { ...bearer(caller), 'x-request-id': `${index}`, ...more },
        }).then((answer) =>
          note(index, { ...answer, headers: [...answer.headers], at: clock.now() }),
        );
      });
    }
  };
  send('they', others, () => {});
  send('we', own, (index, answer) => {
    answers[index] = answer;
  });
  await clock.advance(endMs);
  return answers;
}

/**
 * Whatever others ask of their accounts, and even of ours: answers, errors, calls, plans, headers and times are
 * what they are without them.
 */
export const callerIsolationProperty = fc.asyncProperty(
  fc.array(ourAsk, { minLength: 1, maxLength: 8 }),
  fc.array(theirAsk, { minLength: 1, maxLength: 25 }),
  async (own, others) => {
    const [alone, beside] = [await answersBeside(own, []), await answersBeside(own, others)];
    for (const [index] of own.entries()) {
      const [expected, told] = [alone[index], beside[index]].map((one) =>
        JSON.stringify(one, null, 1),
      );
      if (expected === undefined) throw new Error(`ask ${index} was never answered`);
      if (expected !== told)
        throw new Error(`ask ${index} was told\n${told}\nwhere alone it is\n${expected}`);
    }
  },
);
