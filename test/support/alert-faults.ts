import { defaultAccounts } from '../../src/simulator/accounts.ts';
import { credentialsOf } from '../../src/simulator/embedded.ts';
import { as, callerNamed } from './callers.ts';
import { trusted } from './jwt-issuer.ts';
import type { createOperated, Operated } from './operated.ts';

/** Something that goes wrong, of which an alert is to tell. */
export interface AlertFault {
  readonly options?: Parameters<typeof createOperated>[0];
  /** Brings it about, and keeps it up until the alert is to fire. */
  strike(world: Operated): Promise<unknown>;
  /** What the status says of it, verdict first; null where it says nothing, as a moment tells nothing of it. */
  readonly status: RegExp | null;
  /** What else fires then. Default: nothing. */
  readonly besides?: readonly string[];
}

/** Each second something that is asked of the exchange anew. */
const ofAccount = (id: string) => `{ account(id: "${id}") { totalEq } }`;
const ofAll = '{ accounts { totalEq } }';
/** All that is told of what can be withdrawn, so that whatever of it cannot be read is found. */
const everyLimit =
  '{ account(id: "spot") { maxWithdrawal(ccy: "BTC") { maxWd maxWdEx spotOffsetMaxWd spotOffsetMaxWdEx } } }';
const noCall = '{ accounts { id } }';
/** Of so many prices, each of which takes a call of its own. */
function ofPrices(count: number, mark: number): string {
  const fields = Array.from(
    { length: count },
    (_, at) =>
      `p${at}: maxAvail(instId: "BTC-USDT", tdMode: CROSS, px: "${mark + 1}.${at + 1}") { availBuy }`,
  );
  return `{ account { ${fields.join(' ')} } }`;
}

/** Two calls in two seconds are all that there are, and three are wanted each second. */
const tooMuch: AlertFault = {
  options: {
    accounts: credentialsOf({ accounts: defaultAccounts }, 'http://exchange.test').map(
      (account) => ({ ...account, share: 0.1 }),
    ),
  },
  strike: ({ live, ask }) =>
    live(960, (second) => void (second % 3 === 0 && ask(ofPrices(9, second)))),
  status: /^impaired: More than half of the queries fail\. BUDGET_EXHAUSTED/,
  besides: ['OkxGatewayBudgetUsedUp', 'OkxGatewayLongWaits'],
};

/** What can be had on a manual clock: faults of the exchange, of Redis, of clients and of the issuer of JWTs. */
export const alertFaults: Readonly<Record<string, AlertFault>> = {
  OkxGatewayNotReady: {
    strike({ exchange, live, ask }) {
      exchange.inject({ kind: 'foreign-address' });
      return live(90, () => void ask(ofAll));
    },
    status: /^down: 4 of 4 accounts stopped\. .*allow-list.*50110/,
    besides: ['OkxGatewayCallsStopped'],
  },
  OkxGatewayCallsStopped: {
    strike({ exchange, live, ask }) {
      exchange.inject({ kind: 'foreign-address', accountId: 'spot' });
      return live(90, () => void ask(ofAccount('spot')));
    },
    status: /^impaired: 1 of 4 accounts stopped\. spot: /,
  },
  OkxGatewayExchangeFailing: {
    strike({ exchange, live, ask }) {
      exchange.inject({ kind: 'html' });
      return live(400, () => void ask(ofAccount('spot')));
    },
    status: /^impaired: 1 of 4 accounts stopped\. spot: Something other than the exchange answered/,
    besides: ['OkxGatewayCallsStopped'],
  },
  OkxGatewayRateLimitHit: {
    strike({ exchange, live, ask }) {
      exchange.inject({ kind: 'rate-limited', share: 0.3 });
      return live(60, () => void ask(ofAccount('spot')));
    },
    status: /^impaired: The exchange counts more calls of .* than the gateway makes/,
  },
  OkxGatewayMalformedAnswers: {
    strike({ exchange, live, ask }) {
      exchange.inject({ kind: 'malformed' });
      // Beside twice as many queries that are answered, so that it is not most of them that the status tells of.
      return live(60, () => [everyLimit, noCall, noCall].forEach((query) => void ask(query)));
    },
    status: /^impaired: Answers of .* cannot be read/,
  },
  OkxGatewayBudgetUsedUp: tooMuch,
  OkxGatewayLongWaits: tooMuch,
  OkxGatewayRedisSilent: {
    options: { redisIs: 'gone' },
    strike: ({ live, ask }) => live(60, () => void ask(ofAll)),
    status: /^down: Redis cannot be used \(ECONNREFUSED\)\. No calls are made/,
    besides: ['OkxGatewayNotReady'],
  },
  OkxGatewayRedisAlone: {
    options: { redisIs: 'there' },
    async strike({ live, ask, redisBecomes }) {
      await live(15, () => void ask(ofAll));
      redisBecomes('hanging');
      await live(100, () => void ask(ofAll));
    },
    status: /^impaired: Redis cannot be used \(no answer\)\. .*one of 2 parts/,
  },
  OkxGatewayUnknownCallers: {
    options: { callers: [callerNamed('known')] },
    strike({ live, ask }) {
      return live(960, () => {
        for (let guess = 0; guess < 2; guess += 1) void ask(ofAll, { headers: as('guessed') });
      });
    },
    status: /^impaired: [\d,]+ requests of unknown callers refused/,
  },
  OkxGatewayIssuerKeysUnread: {
    options: {
      callers: [callerNamed('known')],
      jwt: trusted,
      fetchKeys: () => Promise.reject(new TypeError('fetch failed')),
    },
    strike: ({ live }) => live(960),
    status: /^impaired: The keys of the token issuer cannot be read\. No JWT is taken/,
    besides: ['OkxGatewayNoIssuerKeys'],
  },
  OkxGatewayNoIssuerKeys: {
    options: {
      callers: [callerNamed('known')],
      jwt: trusted,
      fetchKeys: () => Promise.reject(new TypeError('fetch failed')),
    },
    strike: ({ live }) => live(90),
    status: /^impaired: The keys of the token issuer cannot be read\. No JWT is taken/,
  },
  OkxGatewayQueriesFailing: {
    strike: ({ live, ask }) => live(420, () => void ask('{ account { nothing } }')),
    status: /^impaired: More than half of the queries fail\. GRAPHQL_VALIDATION_FAILED/,
  },
  OkxGatewayExchangeSlow: {
    strike({ exchange, live, ask }) {
      exchange.inject({ kind: 'slow', delayMs: 2_500 });
      return live(900, (second) => void (second % 4 === 0 && ask(ofAccount('spot'))));
    },
    status: null,
  },
  OkxGatewayInternalErrors: {
    async strike({ live, clock, ask }) {
      await live(15);
      const { wallTime } = clock;
      const broken = () => {
        throw new Error('the inside of the gateway');
      };
      await live(15, (second) => {
        Object.assign(clock, { wallTime: second === 0 ? broken : wallTime });
        void ask(ofAccount('spot'));
      });
    },
    status: null,
  },
};
