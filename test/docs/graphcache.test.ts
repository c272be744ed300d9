import { Client, fetchExchange, type OperationResult } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { expect, test } from 'vitest';
import {
  introspection,
  OrderLimitsDocument,
  PartialAnswerDocument,
  type PartialAnswerQuery,
} from '../../schema/client/index.js';
import { startStillGateway } from '../support/still-gateway.ts';

const clientOf = (url: string, options?: Parameters<typeof cacheExchange>[0]) =>
  new Client({ url, preferGetMethod: false, exchanges: [cacheExchange(options), fetchExchange] });

/** What an answer has of the three instruments, and of their errors. */
const seen = ({ data, error }: OperationResult<PartialAnswerQuery>) => ({
  instruments: data?.account?.maxAvail?.map((row) => row?.instId ?? null) ?? 'none',
  codes: error?.graphQLErrors.map(({ extensions }) => extensions['code']) ?? [],
});

const instruments = ['BTC-USDT', null, 'ETH-USDT'];

test('graphcache has nothing of an answer with an error, unless it knows the graph', async () => {
  await using gateway = await startStillGateway();
  const codes = ['KEY_REJECTED'];
  const ask = async (client: Client) => seen(await client.query(PartialAnswerDocument, {}));
  expect(await ask(clientOf(gateway.url))).toEqual({ instruments: 'none', codes });
  expect(await ask(clientOf(gateway.url, { schema: introspection }))).toEqual({
    instruments,
    codes,
  });
});

test('graphcache forgets the errors of a query once another answer changes what it shows', async () => {
  await using gateway = await startStillGateway();
  const client = clientOf(gateway.url, { schema: introspection });
  const shown: unknown[] = [];
  const first = Promise.withResolvers<void>();
  const { unsubscribe } = client.query(PartialAnswerDocument, {}).subscribe((result) => {
    shown.push(seen(result));
    first.resolve();
  });
  await first.promise;
  await client.query(OrderLimitsDocument, {});
  unsubscribe();
  expect(shown.at(0)).toEqual({ instruments, codes: ['KEY_REJECTED'] });
  expect(shown.at(-1)).toEqual({ instruments, codes: [] });
});
