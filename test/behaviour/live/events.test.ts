import { describe, expect, test } from 'vitest';
import { createHarness } from '../../support/harness.ts';

const query =
  'subscription { account { totalEq details { ccy eq eqUsd cashBal availEq availBal uTime } } }';
const accept = 'text/event-stream';

/** What is sent next, as it is given to the connection. */
function reading({ body }: Response) {
  const reader = body?.getReader();
  return async () => (await reader?.read())?.value;
}

describe.each([
  { headers: {}, later: '{"data":' },
  { headers: { 'x-live': 'patch' }, later: '{"patch":' },
])('with the headers $headers', ({ headers, later }) => {
  test('what many are sent is made once, and held once', async () => {
    const { clock, respond } = createHarness({ exchange: { moving: true } });
    const ask = async () => reading(await respond(query, { headers: { accept, ...headers } }));
    const [one, other] = [await ask(), await ask()];
    // That it has begun.
    await Promise.all([one(), other()]);
    let latest = '';
    for (const _ of ['first', 'second', 'third']) {
      const sent = Promise.all([one(), other()]);
      await clock.advance(1_000);
      const [toOne, toOther] = await sent;
      expect(toOne).toBe(toOther);
      latest = Buffer.from(toOne ?? []).toString();
    }
    expect(latest).toMatch(new RegExp(`^event: next\\ndata: ${later}.*\\n\\n$`));
  });
});

test('a stream that has nothing to tell says every 12 s that it is there', async () => {
  const { clock, gateway, respond } = createHarness();
  const response = await respond(query, { headers: { accept } });
  const sent = response.text();
  await clock.advance(40_000);
  gateway.endSubscriptions();
  const events = (await sent).split('\n\n');
  expect(events[0]).toBe(':');
  expect(events.filter((event) => event === ':')).toHaveLength(4);
  expect(events.filter((event) => event.startsWith('event: next\ndata: {"data":'))).toHaveLength(1);
  expect(events.slice(-2)).toEqual(['event: complete\ndata:', '']);
});

describe('of who has left, nothing is left', () => {
  const never = new Promise(() => {});

  test('before the stream began', async () => {
    const { clock, respond } = createHarness();
    const leaving = new AbortController();
    const sent = respond(query, { headers: { accept }, signal: leaving.signal });
    leaving.abort();
    await expect(sent).rejects.toThrow('aborted');
    await expect(clock.run(never)).rejects.toThrow('Nothing is due any more');
  });

  test('after some results', async () => {
    const { clock, subscribe } = createHarness({ exchange: { moving: true } });
    const { leave } = await subscribe(query);
    await clock.advance(20_000);
    await leave();
    await expect(clock.run(never)).rejects.toThrow('Nothing is due any more');
  });
});
