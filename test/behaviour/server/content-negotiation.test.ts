import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { createHarness } from '../../support/harness.ts';
import { startStillGateway } from '../../support/still-gateway.ts';

const body = JSON.stringify({ query: '{ account { details(ccy: ["BTC"]) { ccy } } }' });
const json = { 'content-type': 'application/json' };

async function send(headers: Readonly<Record<string, string>>, content = body) {
  const { gateway, clock, counts } = createHarness();
  // A copy: whoever reads it writes the length of the body into it.
  const init = { method: 'POST', headers: { ...headers }, body: content };
  const response = await clock.run(
    Promise.resolve(gateway.handler.fetch('http://gateway/graphql', init)),
  );
  return { response, text: await response.text(), counts: counts() };
}

describe('is refused with the reason, and asks the exchange nothing:', () => {
  test.each([
    ['a body of another type', { 'content-type': 'text/xml' }, 415, 'application/json'],
    ['a body without a type', {}, 415, 'application/json'],
    ['a body that is compressed', { ...json, 'content-encoding': 'gzip' }, 415, 'compressed'],
    ['an answer in another type', { ...json, accept: 'text/html' }, 406, 'application/json'],
    ['one in letters of old', { ...json, accept: '*/*; charset=latin1' }, 406, 'UTF-8'],
  ])('%s', async (_what, headers: Readonly<Record<string, string>>, status, reason) => {
    const refused = await send(headers);
    expect(refused.response.status).toBe(status);
    expect(refused.response.headers.get('content-type')).toMatch(/^application\/json/);
    expect(JSON.parse(refused.text)).toEqual({
      errors: [{ message: expect.stringContaining(reason), extensions: { code: 'BAD_REQUEST' } }],
    });
    expect(refused.counts).toEqual({});
  });
});

test.each(['*/*', 'text/csv, application/*;q=0.5', 'Application/JSON; charset=UTF-8'])(
  'accept: %s gets an answer',
  async (accept) => {
    expect(JSON.parse((await send({ ...json, accept })).text)).toHaveProperty('data.account');
  },
);

test('a body that cannot be read is refused without any of it in the answer', async () => {
  const { response, text: answer } = await send(json, `{"query":"${'\u0001'.repeat(200_000)}`);
  expect(response.status).toBe(400);
  expect(answer.length).toBeLessThan(200);
  expect(JSON.parse(answer)).toEqual({
    errors: [{ message: expect.stringContaining('JSON'), extensions: { code: 'BAD_REQUEST' } }],
  });
});

test('an answer that is streamed has one cache-control, too', async () => {
  await using gateway = await startStillGateway();
  const headers = { ...json, accept: 'text/event-stream' };
  const sent = request(gateway.url, { method: 'POST', headers }).end(body);
  const [answer] = await once(sent, 'response');
  const response: IncomingMessage = answer;
  expect(await text(response)).toContain('"ccy":"BTC"');
  const names = response.rawHeaders.filter((_item, index) => index % 2 === 0);
  expect(names.filter((name) => /^cache-control$/i.test(name))).toHaveLength(1);
  expect(response.headers['cache-control']).toBe('no-store');
});
