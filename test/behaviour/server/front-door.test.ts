import { expect, test } from 'vitest';
import { startStillGateway } from '../../support/still-gateway.ts';

test('the bare address leads to GraphiQL, and no other does', async () => {
  await using gateway = await startStillGateway();
  const headers = { accept: 'text/html' };
  const page = await fetch(new URL('/', gateway.url), { headers });
  expect(page.url).toBe(gateway.url);
  expect(page.headers.get('content-type')).toMatch(/^text\/html/);
  await page.body?.cancel();
  expect((await fetch(new URL('/elsewhere', gateway.url), { headers })).status).toBe(404);
});
