import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { createLog } from '../../../src/server/log.ts';

// A log goes on for as long as its process. Here it must not write to what has the same descriptor later.
beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval'] }));
afterEach(() => void vi.useRealTimers());

const turn = () => new Promise<boolean>((resolve) => setImmediate(resolve, false));

/** A pipe that nobody reads until the test does. */
function openPipe() {
  const folder = mkdtempSync(join(tmpdir(), 'log-'));
  const path = join(folder, 'pipe');
  execFileSync('mkfifo', [path]);
  const descriptor = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
  onTestFinished(() => {
    closeSync(descriptor);
    rmSync(folder, { recursive: true });
  });
  const bytes = Buffer.alloc(65_536);
  function read(): string {
    try {
      return bytes.toString('utf8', 0, readSync(descriptor, bytes));
    } catch {
      // There is nothing in it at present.
      return '';
    }
  }

  return {
    descriptor,
    /** What can be read until something is done. */
    async readDuring(deed: Promise<void>): Promise<string> {
      let text = '';
      const done = deed.then(() => true);
      do text += read();
      while (!(await Promise.race([done, turn()])));
      return text + read();
    },
  };
}

const numbers = (text: string) => [...text.matchAll(/"n":(\d+)/g)].map(([, n]) => Number(n));

test('a pipe that is read late loses no line, and the end waits for it', async () => {
  const pipe = openPipe();
  const { log, flush } = createLog('info', pipe.descriptor);
  for (let n = 0; n < 2_000; n += 1) log.info({ n });
  const text = await pipe.readDuring(flush());
  expect(numbers(text)).toEqual(Array.from({ length: 2_000 }, (_, n) => n));
});

test('what is too much to be held is dropped, and told of when lines can be written again', async () => {
  const pipe = openPipe();
  const { log, flush, droppedLines } = createLog('info', pipe.descriptor);
  const many = 20_000;
  for (let n = 0; n < many; n += 1) log.info({ n });
  const before = droppedLines();
  let text = '';
  while (!text.endsWith('dropped"}\n')) text += await pipe.readDuring(flush());
  const [, dropped] = /"lines":(\d+),"msg":"log lines dropped"/.exec(text) ?? [];
  expect(numbers(text).length).toBeGreaterThan(5_000);
  expect(numbers(text).length + Number(dropped)).toBe(many);
  expect([before, droppedLines()]).toEqual([Number(dropped), Number(dropped)]);
});

test('a full disk holds up nobody, neither while it logs nor at the end', async () => {
  const descriptor = openSync('/dev/full', 'w');
  onTestFinished(() => closeSync(descriptor));
  const { log, flush } = createLog('info', descriptor);
  for (let n = 0; n < 20_000; n += 1) log.info({ n });
  await expect(flush()).resolves.toBeUndefined();
});
