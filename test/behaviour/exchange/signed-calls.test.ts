import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { balance } from '../../../src/endpoints/balance/declaration.ts';
import { maxAvailSize } from '../../../src/endpoints/max-avail-size/declaration.ts';
import { createClients } from '../../../src/exchange/client.ts';
import { mostConnections } from '../../../src/exchange/dispatcher.ts';
import { createHttp } from '../../../src/exchange/http.ts';
import { Secret } from '../../../src/exchange/secret.ts';
import { sign } from '../../../src/exchange/sign.ts';
import { systemClock } from '../../../src/time/clock.ts';
import vectors from '../../fixtures/signing.json' with { type: 'json' };
import { createManualClock } from '../../support/manual-clock.ts';

import { clientOf, credentials, json, whole } from '../../support/exchange-client.ts';

describe('what is sent', () => {
  // Source of the fixture: signatures of public clients on the wire (each vector names its client), by the rule of
  // OKX API v5, Overview: REST Authentication; computed a second time by another implementation.
  test.each(vectors.vectors)('is signed as $client signs $target', ({ target, sign: expected }) => {
    expect(sign(vectors.secret, vectors.timestamp, target)).toBe(expected);
  });

  test.each([
    [
      { endpoint: balance, keys: { by: 'ccy', values: ['BTC', 'ETH'] }, params: {} },
      '/api/v5/account/balance?ccy=BTC,ETH',
    ],
    [
      {
        endpoint: maxAvailSize,
        keys: { by: 'instId', values: ['BTC-USDT', 'ETH-USDT'] },
        params: { tdMode: 'cross', ccy: 'BTC', reduceOnly: 'true' },
      },
      '/api/v5/account/max-avail-size?instId=BTC-USDT,ETH-USDT&tdMode=cross&ccy=BTC&reduceOnly=true',
    ],
    [whole, '/api/v5/account/max-withdrawal'],
  ])('is, byte for byte, what is signed: %#', async (request, target) => {
    const { call, asked } = clientOf(200, json({ code: '0', data: [], msg: '' }));
    await call(request);
    const [{ url, headers }] = asked as [Request];
    expect(url).toBe(`http://exchange.test${target}`);
    expect(Object.fromEntries(headers)).toMatchObject({
      'ok-access-key': 'the-key',
      'ok-access-passphrase': 'the-passphrase',
      'ok-access-timestamp': vectors.timestamp,
      'ok-access-sign': vectors.vectors.find((vector) => vector.target === target)?.sign,
    });
    expect(headers.has('x-simulated-trading')).toBe(false);
  });

  test('says so when the key belongs to demo trading', async () => {
    const { call, asked } = clientOf(200, json({ code: '0', data: [], msg: '' }), {
      ...credentials,
      demo: true,
    });
    await call(whole);
    expect(asked[0]?.headers.get('x-simulated-trading')).toBe('1');
  });
});

describe('on a socket', () => {
  const servers: ReturnType<typeof createServer>[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.close();
      server.closeAllConnections();
    }
  });

  async function serve(listener: RequestListener) {
    const server = createServer(listener);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  }
  const clientAt = (baseUrl: string, clock = systemClock) =>
    createClients(createHttp, clock)({ ...credentials, baseUrl });

  test('a redirect is not followed: the credentials stay with the host they are for', async () => {
    let elsewhere = 0;
    const other = await serve((_request, response) => {
      elsewhere += 1;
      response.end('{}');
    });
    const { url } = await serve((request, response) => {
      response.writeHead(302, { location: `${other.url}${request.url}` }).end();
    });
    expect(await clientAt(url)(whole)).toMatchObject({ error: { code: 'UPSTREAM_UNAVAILABLE' } });
    expect(elsewhere).toBe(0);
  });

  test('calls of many accounts share connections, and no more than there may be', async () => {
    const sockets = new Set<unknown>();
    const { url } = await serve((request, response) => {
      sockets.add(request.socket);
      setImmediate(() => response.end(json({ code: '0', data: [], msg: '' })));
    });
    const clients = createClients(createHttp, systemClock);
    const calls = Array.from({ length: 600 }, (_, index) =>
      clients({ ...credentials, baseUrl: url, apiKey: new Secret(`key-${index}`) }),
    );
    for (let round = 0; round < 2; round += 1) {
      const outcomes = await Promise.all(calls.map(async (call) => call(whole)));
      expect(outcomes.every((outcome) => 'rows' in outcome)).toBe(true);
    }
    expect(sockets.size).toBeLessThanOrEqual(mostConnections);
  });

  test('an answer that is too large fails instead of filling the memory', async () => {
    const { url } = await serve((_request, response) => response.end('x'.repeat(9 * 2 ** 20)));
    expect(await clientAt(url)(whole)).toMatchObject({ error: { code: 'UPSTREAM_UNAVAILABLE' } });
  });

  test('a small compressed answer that holds a text without end fails instead of filling the memory', async () => {
    const body = gzipSync(' '.repeat(64 * 2 ** 20));
    const { url } = await serve((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(body);
    });
    expect(await clientAt(url)(whole)).toMatchObject({ error: { code: 'UPSTREAM_UNAVAILABLE' } });
  });

  test('a compressed answer is read, and one that breaks off is none', async () => {
    const body = gzipSync(json({ code: '0', data: [], msg: '' }));
    const asked: unknown[] = [];
    const { url } = await serve((request, response) => {
      asked.push(request.headers['accept-encoding']);
      response.writeHead(200, { 'content-encoding': 'gzip' });
      response.end(asked.length === 1 ? body : body.subarray(0, 20));
    });
    expect(await clientAt(url)(whole)).toMatchObject({ rows: [] });
    expect(await clientAt(url)(whole)).toMatchObject({ error: { code: 'UPSTREAM_UNAVAILABLE' } });
    expect(asked).toEqual(['gzip', 'gzip']);
  });

  test('an account of which all connections hang does not hold up another of the same host', async () => {
    const { url } = await serve((request, response) => {
      if (request.headers['ok-access-key'] === 'other') response.end(json({ code: '0', data: [] }));
    });
    const clients = createClients(createHttp, createManualClock());
    const hanging = clients({ ...credentials, baseUrl: url });
    for (let call = 0; call < 70; call += 1) void hanging(whole);
    const other = clients({ ...credentials, baseUrl: url, apiKey: new Secret('other') });
    expect(await other(whole)).toMatchObject({ rows: [] });
  });

  test('an answer that stops half way is given up after the timeout, and its connection with it', async () => {
    const clock = createManualClock();
    let closed: () => void = () => {};
    const isClosed = new Promise<void>((resolve) => {
      closed = resolve;
    });
    let reached: () => void = () => {};
    const isReached = new Promise<void>((resolve) => {
      reached = resolve;
    });
    const { url } = await serve((request, response) => {
      request.socket.once('close', closed);
      response.write('{"code":');
      reached();
    });
    const outcome = clientAt(url, clock)(whole);
    await isReached;
    await clock.advance(3_000);
    expect(await outcome).toMatchObject({ remedy: 'retry', error: { code: 'UPSTREAM_TIMEOUT' } });
    await isClosed;
  });

  test('the connection of a call that is given up is reset, so that nothing of it is delivered later', async () => {
    const clock = createManualClock();
    const end = Promise.withResolvers<string | undefined>();
    const reached = Promise.withResolvers<void>();
    const { url } = await serve(({ socket }) => {
      socket.once('error', ({ code }: NodeJS.ErrnoException) => end.resolve(code));
      socket.once('end', () => end.resolve('closed'));
      reached.resolve();
    });
    const outcome = clientAt(url, clock)(whole);
    await reached.promise;
    await clock.advance(3_000);
    expect(await outcome).toMatchObject({ error: { code: 'UPSTREAM_TIMEOUT' } });
    expect(await end.promise).toBe('ECONNRESET');
  });

  test('an interim answer that nobody waits for is passed over, but for 100 Continue: that costs the attempt', async () => {
    const interim: ((response: ServerResponse) => void)[] = [
      (response) => response.writeEarlyHints({ link: '</a>; rel=preload' }),
      (response) => response.writeProcessing(),
      // The client takes it for a defect of the exchange, and resets the connection.
      (response) => response.writeContinue(),
      () => {},
    ];
    const { url } = await serve((_request, response) => {
      interim.shift()?.(response);
      response.end(json({ code: '0', data: [], msg: '' }));
    });
    const call = clientAt(url);
    expect(await call(whole)).toMatchObject({ rows: [] });
    expect(await call(whole)).toMatchObject({ rows: [] });
    expect(await call(whole)).toMatchObject({
      remedy: 'retry',
      error: { code: 'UPSTREAM_UNAVAILABLE' },
    });
    expect(await call(whole)).toMatchObject({ rows: [] });
  });

  test('a host that is not there is unavailable', async () => {
    const { server, url } = await serve(() => {});
    await new Promise((resolve) => server.close(resolve));
    expect(await clientAt(url)(whole)).toMatchObject({
      remedy: 'retry',
      error: { code: 'UPSTREAM_UNAVAILABLE' },
    });
  });
});
