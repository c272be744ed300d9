import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AskRouter } from '../support/ask-router.ts';
import { type Federation, startFederation } from '../support/federation.ts';
import {
  limitsByTheExchange,
  limitsQuery,
  ordersOfFourAccounts,
} from '../support/four-accounts.ts';
import { isPublished } from '../support/npm-registry.ts';
import { describeGiven } from '../support/programs.ts';
import { type RouterServer, startRouterServer } from '../support/router-server.ts';

const found = await isPublished('@graphql-hive/gateway@2.15.1', '@mercuriusjs/gateway@5.2.0');

/** Of each router: the file that sets it up, and what the guide puts beside it. */
const servers = [
  {
    router: 'Hive Gateway',
    needs: 'CI=true, since it installs 420 MB',
    given: found && Boolean(process.env['CI']),
    file: 'gateway.config.js',
    ordersSchema: 'orders.graphql',
    filesOf: async ({ compose }: Federation) => [await compose('@apollo/composition')],
  },
  {
    router: 'Mercurius',
    needs: 'a package registry that has it',
    given: found,
    file: 'mercurius.js',
    ordersSchema: 'orders-1.graphql',
    filesOf: async ({ guideFile }: Federation) => [guideFile('orders-1.graphql')],
  },
] as const;

let federation: Federation;
beforeAll(async () => {
  federation = await startFederation();
  federation.renew();
});
afterAll(() => federation.stop());

for (const { router, needs, given, file, ordersSchema, filesOf } of servers) {
  describeGiven(needs, given, `${router}, installed from the registry`, () => {
    let server: RouterServer | undefined;
    let ask: AskRouter;
    // Hundreds of packages, on a machine that has much else to do.
    beforeAll(async () => {
      server = await startRouterServer({
        file,
        beside: await filesOf(federation),
        gatewayUrl: federation.gatewayUrl,
        ordersUrl: await federation.startOrders(ordersSchema),
      });
      ask = server.ask;
    });
    afterAll(() => server?.[Symbol.asyncDispose](), 240_000);

    test('joins 48 orders of 4 accounts in 12 calls, each with the limits of its own account', async () => {
      const exchange = federation.renew();
      federation.place(ordersOfFourAccounts);
      expect(await ask(limitsQuery)).toEqual(await limitsByTheExchange());
      expect(exchange.calls).toHaveLength(12);
      expect(federation.requests).toHaveLength(1);
    });

    test('has the accounts of the gateway with their orders in the other service', async () => {
      const exchange = federation.renew();
      federation.place(ordersOfFourAccounts);
      const { data, errors } = await ask('{ accounts { id orders { id } } }');
      const accounts = ['multi-currency', 'spot', 'futures', 'portfolio'].map((id) => ({
        id,
        orders: ordersOfFourAccounts
          .filter(({ account }) => account === id)
          .map((order) => ({ id: order.id })),
      }));
      expect({ data, errors }).toEqual({ data: { accounts }, errors: undefined });
      expect(exchange.calls).toEqual([]);
    });

    test('lets one bad entity cost only itself, and tells why', async () => {
      federation.renew();
      const order = { id: '', account: 'spot', instrument: 'BTC-USDT', currency: 'BTC' };
      federation.place([
        order,
        { ...order, instrument: 'NO-SUCH' },
        { ...order, account: 'nobody' },
        order,
      ]);
      const { data, errors = [] } = await ask(
        '{ orders { instrument { maxAvail(tdMode: CASH) { instId } } } }',
      );
      const sound = { instrument: { maxAvail: { instId: 'BTC-USDT' } } };
      const unknown =
        file === 'mercurius.js' ? { instrument: null } : { instrument: { maxAvail: null } };
      expect(data).toEqual({
        orders: [sound, { instrument: { maxAvail: null } }, unknown, sound],
      });
      const told = errors.map(({ extensions: { code, accountId, keys } }) => [
        code,
        accountId,
        keys,
      ]);
      expect(told).toHaveLength(2);
      expect(told).toEqual(
        expect.arrayContaining([
          ['KEY_REJECTED', 'spot', ['NO-SUCH']],
          ['ACCOUNT_NOT_FOUND', 'nobody', ['BTC-USDT']],
        ]),
      );
    });

    test('asks for the answer in time, and forwards the headers of the guide and no others', async () => {
      federation.renew();
      federation.place(ordersOfFourAccounts);
      const headers = {
        authorization: 'Bearer of-a-client',
        'cache-control': 'max-age=7',
        traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
        'x-deadline-ms': '900',
        'x-request-id': 'request-1',
      };
      await ask(limitsQuery, { headers: { ...headers, 'x-other': 'kept' } });
      await ask(limitsQuery);
      const [first, second] = federation.requests;
      expect(first).toMatchObject(headers);
      expect(first).not.toHaveProperty('x-other');
      expect(second).toMatchObject({ 'x-deadline-ms': '1800' });
      expect(second).not.toHaveProperty('authorization');
    });
  });
}
