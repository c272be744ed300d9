import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startGateway } from '../support/gateway-process.ts';
import { ask } from '../support/post.ts';
import { connectTo } from '../support/raw-client.ts';
import { freePort } from '../support/free-port.ts';

/** The gateway as a shell starts it, on a port that is known although nothing of it can be read. */
async function startBy(script: string) {
  const port = await freePort();
  const command = ['bash', '-c', script.replace('GATEWAY', 'exec "$0" src/main.ts')] as const;
  const gateway = startGateway(
    { PORT: String(port), DRAIN_MS: '0', PATH: process.env['PATH'] ?? '' },
    [process.execPath],
    undefined,
    command,
  );
  onTestFinished(async () => {
    gateway.signal('SIGKILL');
    await gateway.exit;
  });
  const origin = `http://127.0.0.1:${port}`;
  const isLive = async () => (await fetch(`${origin}/health/live`)).status;
  await expect.poll(isLive, { interval: 100 }).toBe(200);
  return { gateway, url: `${origin}/graphql`, isLive };
}

/** A folder of 64 KiB; null where this user may make none. */
function smallFolder(): string | null {
  const folder = mkdtempSync(join(tmpdir(), 'small-'));
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder]);
  onTestFinished(() => {
    if (status === 0) execFileSync('umount', ['-l', folder]);
    rmSync(folder, { recursive: true });
  });
  return status === 0 ? folder : null;
}

async function servesAndEnds({ gateway, url, isLive }: Awaited<ReturnType<typeof startBy>>) {
  const answers = new Set<string>();
  // Their lines are more than what a pipe or the small disk takes.
  for (let round = 0; round < 35; round += 1) {
    const many = await Promise.all(Array.from({ length: 20 }, () => ask(url, '{ __typename }')));
    for (const answer of many) answers.add(JSON.stringify(answer));
  }
  const health = await isLive();
  gateway.signal('SIGTERM');
  return { answers: [...answers], health, exit: await gateway.exit };
}

const asEver = {
  answers: ['{"data":{"__typename":"Query"},"extensions":{"madeUp":true}}'],
  health: 200,
  exit: 0,
};

describe('is served and ended as ever', () => {
  test('with stderr on a disk that is full', async ({ skip }) => {
    const folder = smallFolder() ?? skip('only root may make a small disk');
    const gateway = await startBy(`GATEWAY 2>> ${folder}/log`);
    expect(await servesAndEnds(gateway)).toEqual(asEver);
  });

  test.each([
    ['stderr full', '2> /dev/full'],
    ['stderr read by nobody', '2> >(exec sleep 60 > /dev/null 2>&1)'],
    ['stdout full', '> /dev/full'],
    ['stdout closed by its reader', '> >(true)'],
  ])('with %s', async (_what, redirection) => {
    expect(await servesAndEnds(await startBy(`GATEWAY ${redirection}`))).toEqual(asEver);
  });
});

test('with few descriptors, connections that are too many are closed and told of, and others are served', async () => {
  const { gateway, url } = await startBy('ulimit -n 64; GATEWAY');
  const clients = await Promise.all(Array.from({ length: 100 }, () => connectTo(url)));
  expect(JSON.parse(await gateway.line(/"connections refused"/))).toMatchObject({
    reason: expect.stringMatching(/^more than (?:32|16) connections/),
  });
  const held = '{ account { details(ccy: ["ETH"]) { cashBal } } }';
  const answer = {
    data: { account: { details: [{ cashBal: '31.0092837465564738' }] } },
    extensions: { madeUp: true },
  };
  const [first] = clients;
  const body = JSON.stringify({ query: held });
  first?.write(
    `POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
  const [data]: unknown[] = first ? await once(first, 'data') : [];
  expect(String(data)).toContain(JSON.stringify(answer));
  for (const client of clients) client.destroy();
  await expect.poll(() => ask(url, held).catch(() => null)).toEqual(answer);
  gateway.signal('SIGTERM');
  expect(await gateway.exit).toBe(0);
});
