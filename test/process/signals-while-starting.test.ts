import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type GatewayProcess, startGateway } from '../support/gateway-process.ts';
import { ask } from '../support/post.ts';

const program = join(import.meta.dirname, '../../src/main.ts');

/** A gateway that goes on with its start when something is written into its `.env`. */
async function holdUpStart(): Promise<readonly [GatewayProcess, FileHandle]> {
  const folder = mkdtempSync(join(tmpdir(), 'starting-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  execFileSync('mkfifo', [join(folder, '.env')]);
  const environment = { PORT: '0', DRAIN_MS: '600000' };
  const gateway = startGateway(environment, [], folder, [process.execPath, program]);
  onTestFinished(async () => {
    gateway.signal('SIGKILL');
    await gateway.exit;
  });
  // Opened when the gateway opens it, too.
  return [gateway, await open(join(folder, '.env'), 'w')];
}

test.each(['SIGTERM', 'SIGINT'] as const)(
  'at %s while it starts, it ends in order and serves nobody',
  async (signal) => {
    const [gateway, settings] = await holdUpStart();
    gateway.signal(signal);
    await settings.writeFile('LOG_LEVEL=info\n');
    await settings.close();
    expect(await gateway.exit).toBe(0);
    expect(gateway.stdout()).not.toMatch(/^Graph/m);
    expect(gateway.stderr()).toBe('');
  },
);

test('a reload that is asked for while it starts does not end it', async () => {
  const [gateway, settings] = await holdUpStart();
  gateway.signal('SIGHUP');
  await settings.writeFile('LOG_LEVEL=info\n');
  await settings.close();
  expect(await ask(await gateway.url(), '{ __typename }')).toHaveProperty('data');
});
