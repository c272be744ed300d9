import { describe, expect, test } from 'vitest';
import { createHarness } from '../../support/harness.ts';

interface Init {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

const query = '{ account { details(ccy: ["BTC"]) { ccy } } }';
const asked = `query=${encodeURIComponent(query)}`;
const form = { 'content-type': 'application/x-www-form-urlencoded' };
const answer = { data: { account: { details: [{ ccy: 'BTC' }] } } };

async function send(address: string, init: Init) {
  const { gateway, clock, counts } = createHarness();
  const response = await clock.run(
    Promise.resolve(gateway.handler.fetch(`http://gateway${address}`, init)),
  );
  return { status: response.status, body: await response.text(), counts: counts() };
}

describe('what a page of another origin can have a browser send unasked', () => {
  const requests: readonly (readonly [what: string, address: string, init: Init])[] = [
    ['a GET', `/graphql?${asked}`, {}],
    ['a form', '/graphql', { method: 'POST', headers: form, body: asked }],
  ];

  test.each(requests)('%s is refused and costs no call', async (_what, address, init) => {
    const { status, body, counts } = await send(address, init);
    expect(status).toBe(400);
    expect(JSON.parse(body)).toMatchObject({
      errors: [
        {
          message: expect.stringContaining('apollo-require-preflight'),
          extensions: { code: 'BAD_REQUEST' },
        },
      ],
    });
    expect(counts).toEqual({});
  });

  test.each(requests)('%s is taken with a header that no page can add', async (...request) => {
    const [, address, init] = request;
    for (const name of ['apollo-require-preflight', 'x-apollo-operation-name']) {
      const { body } = await send(address, { ...init, headers: { ...init.headers, [name]: 'A' } });
      expect(JSON.parse(body)).toEqual(answer);
    }
  });

  test('is not what a visitor of GraphiQL sends', async () => {
    const { handler } = createHarness().gateway;
    const headers = { accept: 'text/html' };
    const page = await handler.fetch('http://gateway/graphql', { headers });
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<html');
  });

  test('is refused as what it is where it is no query at all', async () => {
    const text = await send('/graphql', { method: 'POST', body: query });
    expect(text.status).toBe(415);
    expect((await send('/graphql', { method: 'PUT' })).status).toBe(405);
  });
});

test('a media type is the same in capital letters', async () => {
  const headers = { 'content-type': 'Application/JSON; Charset=UTF-8' };
  const body = JSON.stringify({ query });
  const sent = await send('/graphql', { method: 'POST', headers, body });
  expect(JSON.parse(sent.body)).toEqual(answer);
});
