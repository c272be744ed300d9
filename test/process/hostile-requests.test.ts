import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { ask } from '../support/post.ts';
import { connectTo, head } from '../support/raw-client.ts';
import { start } from '../support/running-gateway.ts';

test('a body that comes later than its head asks later', async () => {
  const url = await start().url();
  const query = '{ account { details(ccy: ["BTC"]) { asOf } } }';
  const body = JSON.stringify({ query });
  const client = await connectTo(url);
  client.write(
    `${head}Connection: close\r\nCache-Control: no-cache\r\nContent-Length: ${body.length}\r\n\r\n`,
  );
  await ask(url, '{ __typename }');
  const other = await ask(url, query);
  client.write(body);
  const [, own] = (await text(client)).split('\r\n\r\n');
  expect(own).toContain('"asOf"');
  expect(JSON.parse(own ?? '')).not.toEqual(other);
});

describe('documents of clients', () => {
  test('that are large and all different do not fill the memory', async () => {
    const url = await start({ NODE_OPTIONS: '--max-old-space-size=150' }).url();
    const fields = Array.from({ length: 15_000 }, (_, index) => `a${index}:__typename`).join(' ');
    for (let document = 0; document < 12; document += 1) {
      expect(await ask(url, `{ x${document}: __typename ${fields} }`)).not.toHaveProperty('errors');
    }
  }, 60_000);
});
