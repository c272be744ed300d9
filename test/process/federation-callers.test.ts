import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AskRouter } from '../support/ask-router.ts';
import { type Federation, routers, startFederation } from '../support/federation.ts';
import { bearer } from '../support/knock.ts';
import { callers, tokens } from '../support/made-up-callers.ts';

const composition = '@apollo/composition';
const accountsQuery = '{ accounts { id } }';
const ordersQuery = `{ orders {
  id
  account { totalEq }
  instrument { maxAvail(tdMode: CASH) { availSell } }
  currency { detail { cashBal } }
} }`;
/** Of alice, of bob, and of nobody. */
const orders = ['spot', 'portfolio', 'nobody'].map((account) => ({
  id: account,
  account,
  instrument: 'ETH-EUR',
  currency: 'ETH',
}));

let federation: Federation;
beforeAll(async () => {
  federation = await startFederation();
  federation.place(orders);
});
afterAll(() => federation.stop());
beforeEach(() => void federation.renew({ callers: { callers, jwt: null } }));

const ways = [
  {
    way: 'passes the token of each user on',
    environment: {},
    headersOf: (user: 'alice' | 'bob') => bearer(tokens[user]),
    nobody: 'UNAUTHENTICATED',
  },
  {
    way: 'asks on behalf of each user, with a token of its own',
    environment: { GATEWAY_TOKEN: tokens.router },
    headersOf: (user: 'alice' | 'bob') => ({ 'x-user': user }),
    nobody: 'FORBIDDEN',
  },
] as const;

const combinations = routers.flatMap((router) => ways.map((way) => ({ router, ...way })));

describe.each(combinations)('$router that $way', ({ router, environment, headersOf, nobody }) => {
  let ask: AskRouter;
  beforeAll(async () => {
    ask = await federation.startRouter(router, composition, environment);
  });

  test('shows each user its own accounts, also when many ask at once', async () => {
    const users = Array.from({ length: 20 }, (_, at) => (at % 2 === 0 ? 'alice' : 'bob'));
    const answers = await Promise.all(
      users.map(async (user) => ask(accountsQuery, { headers: headersOf(user) })),
    );
    const of = {
      alice: { data: { accounts: [{ id: 'spot' }, { id: 'futures' }] } },
      bob: { data: { accounts: [{ id: 'portfolio' }] } },
    };
    expect(answers).toEqual(users.map((user) => of[user]));
  });

  test.each([
    ['alice', 'spot', 'portfolio'],
    ['bob', 'portfolio', 'spot'],
  ] as const)(
    'gives %s the entities of %s, and of no other account any more than of one that nobody has',
    async (user, own, foreign) => {
      const { data, errors = [] } = await ask(ordersQuery, { headers: headersOf(user) });
      const found: unknown = data?.['orders'];
      const nothing = {
        account: { totalEq: null },
        instrument: { maxAvail: null },
        currency: { detail: null },
      };
      expect(found).toEqual(
        orders.map(({ id }) =>
          id === own
            ? {
                id,
                account: { totalEq: expect.any(String) },
                instrument: { maxAvail: { availSell: expect.any(String) } },
                currency: { detail: { cashBal: expect.any(String) } },
              }
            : { id, ...nothing },
        ),
      );
      const toldOf = (account: string) =>
        errors
          .filter(({ extensions }) => extensions['accountId'] === account)
          .map(
            ({ message, extensions: { code } }) =>
              `${String(code)} ${message.replace(account, '…')}`,
          )
          .toSorted();
      expect(toldOf(foreign)).toEqual(toldOf('nobody'));
      expect(new Set(errors.map(({ extensions }) => extensions['code']))).toEqual(
        new Set(['ACCOUNT_NOT_FOUND']),
      );
    },
  );

  test('has nothing from the gateway for whom nobody knows', async () => {
    for (const headers of [{}, bearer('made-up-token-of-nobody')]) {
      const { data, errors = [] } = await ask(accountsQuery, { headers });
      expect(data?.['accounts'] ?? null).toBeNull();
      expect(errors.map(({ extensions }) => extensions['code'])).toEqual([nobody]);
    }
  });

  test('sends the gateway the token of nobody else', async () => {
    const { authorization = '' } = bearer(tokens.bob);
    const headers = { authorization, 'x-on-behalf-of': 'alice', ...headersOf('bob') };
    const { data } = await ask(accountsQuery, { headers });
    expect(data).toEqual({ accounts: [{ id: 'portfolio' }] });
    const sent = federation.requests.map((request) => [
      request['authorization'],
      request['x-on-behalf-of'],
    ]);
    const isOwn = 'GATEWAY_TOKEN' in environment;
    expect(sent).toEqual([isOwn ? [`Bearer ${tokens.router}`, 'bob'] : [authorization, undefined]]);
  });
});
