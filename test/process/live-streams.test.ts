import type { ExecutionResult } from 'graphql';
import { expect, onTestFinished, test, vi } from 'vitest';
import { entryOf, fileOf } from '../support/callers-on-disk.ts';
import { bearer } from '../support/knock.ts';
import { type Events, readEvents } from '../support/read-events.ts';
import { start } from '../support/running-gateway.ts';

const query = 'subscription { account { totalEq } }';

async function open(
  url: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Events<ExecutionResult>> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
    body: JSON.stringify({ query }),
  });
  const events = readEvents<ExecutionResult>(response);
  onTestFinished(async () => events.leave());
  return events;
}

/** However busy the machine is. */
const waits = { timeout: 60_000, interval: 20 };

test('two hundred streams of a gateway that is told to end are all completed, and then it ends', async () => {
  const gateway = start({ EMBEDDED: 'true', DRAIN_MS: '2000' });
  const url = await gateway.url();
  const streams = await Promise.all(Array.from({ length: 200 }, async () => open(url)));
  await vi.waitUntil(() => streams.every(({ results }) => results.length > 0), waits);
  gateway.signal('SIGTERM');
  expect(await gateway.exit).toBe(0);
  await vi.waitUntil(() => streams.every((stream) => stream.isComplete()), waits);
});

test('whoever breaks the connection has nothing looked at any more', async () => {
  const gateway = start({ EMBEDDED: 'true' });
  const { leave } = await open(await gateway.url());
  await leave();
  const line = await gateway.line(/subscription ended/);
  expect(JSON.parse(line)).toMatchObject({ by: 'client' });
});

test('a token that is taken from the file ends its streams with the reason', async () => {
  const [kept, lost] = [entryOf(['kept'], 'one'), entryOf(['lost'], 'two')];
  const { path, write } = fileOf({ callers: [kept, lost] });
  const gateway = start({ EMBEDDED: 'true', CALLERS_FILE: path });
  const url = await gateway.url();
  const [staying, going] = [await open(url, bearer('kept')), await open(url, bearer('lost'))];
  await vi.waitUntil(() => going.results.length > 0, waits);
  write({ callers: [kept] });
  await vi.waitUntil(() => going.isComplete(), waits);
  expect(going.results.at(-1)).toMatchObject({
    errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
  });
  expect(staying.isComplete()).toBe(false);
});
