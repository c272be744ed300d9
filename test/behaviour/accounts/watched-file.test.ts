import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import type { ServedAccount } from '../../../src/accounts/accounts.ts';
import { watchAccounts } from '../../../src/accounts/watch-accounts.ts';
import { createManualClock } from '../../support/manual-clock.ts';

const keysOf = (id: string) => ({
  id,
  apiKey: `key-${id}`,
  secretKey: 'do-not-show',
  passphrase: 'made-up',
});

/** A watched file that holds these accounts, until the end of the test. */
function watch(ids: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'accounts-'));
  const file = join(folder, 'accounts.json');
  const served: (readonly ServedAccount[])[] = [];
  const lines: string[] = [];
  const write = (text: string) => writeFileSync(file, text);
  write(JSON.stringify(ids.map(keysOf)));
  const { stop, standing } = watchAccounts({
    file,
    clock: createManualClock(),
    replace: (accounts) => void served.push(accounts),
    log: pino({ level: 'error' }, { write: (line) => void lines.push(line) }),
  });
  onTestFinished(() => {
    stop();
    rmSync(folder, { recursive: true });
  });
  return {
    write,
    stop,
    standing,
    lines,
    servedIds: () => served.map((all) => all.map(({ id }) => id)),
  };
}

test('the accounts are those that the file holds at each SIGHUP', () => {
  const { write, servedIds } = watch(['one', 'two']);
  process.emit('SIGHUP');
  write(JSON.stringify([keysOf('three')]));
  process.emit('SIGHUP');
  expect(servedIds()).toEqual([['one', 'two'], ['three']]);
});

test('a file that cannot be used changes nothing, and is told to the log without what it holds', () => {
  const { write, servedIds, lines, standing } = watch(['one']);
  expect(standing()).toMatchObject({ setting: 'ACCOUNTS_FILE', refused: null });
  write('[{ "id": "one", "secretKey": "do-not-show" }]');
  process.emit('SIGHUP');
  expect(standing().refused?.reason).toContain('apiKey');
  expect(servedIds()).toEqual([]);
  expect(lines).toEqual([expect.stringContaining('apiKey')]);
  expect(lines.join()).not.toContain('do-not-show');
  write(JSON.stringify([keysOf('one')]));
  process.emit('SIGHUP');
  expect(standing().refused).toBeNull();
});

test('whoever stops watching hears of no signal more', () => {
  const { stop, servedIds } = watch(['one']);
  stop();
  process.once('SIGHUP', () => {});
  process.emit('SIGHUP');
  expect(servedIds()).toEqual([]);
});
