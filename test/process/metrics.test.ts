import { expect, test } from 'vitest';
import { createSimulatedExchange } from '../../src/simulator/exchange.ts';
import { systemClock } from '../../src/time/clock.ts';
import { sumOf } from '../support/prometheus-text.ts';
import { ask, post } from '../support/post.ts';
import { accountsFileOf, start } from '../support/running-gateway.ts';
import { startWithMetrics } from '../support/scrape.ts';

test('its metrics count the calls as the exchange does, and requests by what became of them', async () => {
  const exchange = createSimulatedExchange({ clock: systemClock });
  exchange.inject({ kind: 'unavailable', share: 0.2 });
  const { gateway, admin, scrape } = await startWithMetrics({
    ACCOUNTS_FILE: await accountsFileOf(exchange),
  });
  const url = await gateway.url();
  const query = '{ accounts { totalEq maxWithdrawal(ccy: ["BTC", "NONE"]) { maxWd } } }';
  await Promise.all(Array.from({ length: 20 }, async () => ask(url, query)));
  await post(url, '{');
  await fetch(url.replace('/graphql', '/health/live'));

  const told = await scrape();
  const calls = sumOf(told, 'okx_gateway_exchange_calls_total');
  expect(calls({})).toBe(exchange.calls.length);
  for (const { id } of exchange.accounts) {
    expect([id, calls({ account: id })]).toEqual([
      id,
      exchange.calls.filter(({ accountId }) => accountId === id).length,
    ]);
  }
  const failed = exchange.calls.filter(({ code }) => code === '50001').length;
  expect(failed).toBeGreaterThan(0);
  expect(calls({ outcome: 'UPSTREAM_UNAVAILABLE' })).toBe(failed);

  const requests = sumOf(told, 'http_server_request_duration_seconds_count');
  const toGraph = { http_route: '/graphql', http_request_method: 'POST' };
  expect(requests({ ...toGraph, http_response_status_code: '200' })).toBe(20);
  expect(requests({ ...toGraph, http_response_status_code: '400' })).toBe(1);
  expect(requests({ http_route: '/health/live', http_request_method: 'GET' })).toBe(1);
  expect(sumOf(told, 'process_cpu_seconds_total')({})).toBeGreaterThan(0);

  const { headers } = await fetch(`${admin}/metrics`);
  expect(headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
});

test('who leaves before the answer is there is counted as such', async () => {
  const exchange = createSimulatedExchange({ clock: systemClock });
  exchange.inject({ kind: 'slow', delayMs: 2_000 });
  const { gateway, scrape } = await startWithMetrics({
    CHECK_ACCOUNTS: 'false',
    ACCOUNTS_FILE: await accountsFileOf(exchange),
  });
  const url = await gateway.url();
  const leaving = new AbortController();
  const asked = fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ account { totalEq } }' }),
    signal: leaving.signal,
  });
  await expect.poll(() => exchange.calls.length).toBe(1);
  leaving.abort();
  await expect(asked).rejects.toThrow('aborted');
  const count = 'http_server_request_duration_seconds_count';
  await expect
    .poll(async () => sumOf(await scrape(), count)({ http_response_status_code: '499' }))
    .toBe(1);
});

test('the port of the graph has no metrics', async () => {
  const url = await start({ ADMIN_PORT: '0' }).url();
  expect((await fetch(url.replace('/graphql', '/metrics'))).status).toBe(404);
});
