import { networkInterfaces } from 'node:os';
import { expect, test } from 'vitest';
import { listen } from '../../../src/server/listen.ts';

const own = Object.values(networkInterfaces()).flatMap((all) => all?.map(({ address }) => address));
/** Not every machine has the newer kind of addresses. */
const addresses = [
  ['127.0.0.1', /^http:\/\/127\.0\.0\.1:\d+$/],
  ['::1', /^http:\/\/\[::1\]:\d+$/],
] as const;

test.each(addresses.filter(([host]) => own.includes(host)))(
  'whoever listens on %s is reached at the address that it tells',
  async (host, form) => {
    const answer = 'it is me';
    const server = await listen((_request, response) => void response.end(answer), {
      host,
      port: 0,
    });
    expect(server.url).toMatch(form);
    expect(await (await fetch(server.url)).text()).toBe(answer);
    await server.close(0);
  },
);
