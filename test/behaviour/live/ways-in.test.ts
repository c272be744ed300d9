import { describe, expect, test } from 'vitest';
import { createHarness } from '../../support/harness.ts';
import { readEvents } from '../../support/read-events.ts';

const totalEq = 'subscription { account { totalEq } }';

describe('whoever takes events among other forms is sent them', () => {
  test.each([
    'text/event-stream, multipart/mixed',
    'multipart/mixed, text/event-stream',
    'text/event-stream, application/json',
    'application/json, text/event-stream',
    '*/*, text/event-stream',
    'application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed',
    'text/event-stream; charset=UTF-8',
  ])('%s', async (accept) => {
    const { clock, respond } = createHarness({ exchange: { moving: true } });
    const response = await respond(totalEq, { headers: { accept } });
    const { results, leave } = readEvents(response);
    await clock.advance(3_000);
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    expect(response.headers.get('x-accel-buffering')).toBe('no');
    expect(results.length).toBeGreaterThan(1);
    await leave();
  });
});

describe('whoever takes none is told so, and nothing is looked at', () => {
  test.each([
    'application/json, text/event-stream; charset=iso-8859-1',
    'application/json, text/event-stream; q=0',
    'application/json, text/event-streams',
    'multipart/mixed',
    '*/*',
  ])('%s', async (accept) => {
    const { clock, respond, counts } = createHarness({ way: 'yoga' });
    const response = await respond(totalEq, { headers: { accept } });
    await clock.advance(5_000);
    expect(response.status).toBe(406);
    expect(await response.text()).toContain('send the header accept: text/event-stream');
    expect(counts()).toEqual({});
  });
});

test('whoever has left before the stream began has nothing looked at again', async () => {
  const ended: string[] = [];
  const { clock, gateway, counts } = createHarness({
    listener: () => ({ subscriptionEnded: (_operation, { by }) => void ended.push(by) }),
  });
  const leaving = new AbortController();
  const sent = gateway.handler.fetch('http://gateway/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query: totalEq }),
    signal: leaving.signal,
  });
  leaving.abort();
  await expect(sent).rejects.toThrow('aborted');
  await clock.advance(5_000);
  expect(ended).toEqual(['client']);
  expect(counts()).toEqual({});
});

test('who comes to what was first asked for long ago waits as long as anybody', async () => {
  const { clock, subscribe } = createHarness();
  const query = 'subscription { account(everyMs: 60000) { totalEq } }';
  const first = await subscribe(query, { arrivedAt: clock.now() });
  await clock.advance(15_000);
  const second = await subscribe(query, { arrivedAt: clock.now() });
  expect(second.results).toEqual([{ data: { account: { totalEq: expect.any(String) } } }]);
  expect(first.results).toEqual(second.results);
});
