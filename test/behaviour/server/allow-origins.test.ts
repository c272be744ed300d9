import { afterAll, beforeAll, expect, test } from 'vitest';
import { post } from '../../support/post.ts';
import { startStillGateway } from '../../support/still-gateway.ts';

const [app, other] = ['https://app.example', 'http://localhost:5173'] as const;
const body = JSON.stringify({ query: '{ account { totalEq } }' });

let gateway: Awaited<ReturnType<typeof startStillGateway>>;

beforeAll(async () => {
  gateway = await startStillGateway({ corsOrigins: [app, other] });
});

afterAll(() => gateway[Symbol.asyncDispose]());

const ask = (origin: string) => post(gateway.url, body, { origin });

const preflight = (origin: string) =>
  fetch(gateway.url, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type,x-deadline-ms',
    },
  });

test.each([app, other])('%s may ask, and read what it is told', async (origin) => {
  const told = Object.fromEntries((await preflight(origin)).headers);
  expect(told).toMatchObject({
    'access-control-allow-origin': origin,
    'access-control-allow-methods': 'GET,POST',
    'access-control-allow-headers': 'content-type,x-deadline-ms',
    'access-control-max-age': '7200',
  });
  const { headers } = await ask(origin);
  expect(headers.get('access-control-allow-origin')).toBe(origin);
  expect(headers.get('access-control-expose-headers')).toBe(
    'retry-after,www-authenticate,x-exchange-calls,ratelimit,ratelimit-policy',
  );
  expect(headers.get('access-control-allow-credentials')).toBeNull();
  expect(headers.get('vary')).toContain('origin');
});

test.each([
  'https://elsewhere.example',
  'https://app.example.elsewhere.example',
  'http://app.example',
  'https://app.example:444',
  'null',
])('%s may not', async (origin) => {
  for (const { headers } of [await preflight(origin), await ask(origin)]) {
    expect(headers.get('access-control-allow-origin')).toBeNull();
  }
});

test('what a page can send unasked is refused all the same', async () => {
  const url = `${gateway.url}?query={__typename}`;
  expect((await fetch(url, { headers: { origin: app } })).status).toBe(400);
});
