import { closeSync, openSync } from 'node:fs';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { createLog } from '../../../src/server/log.ts';
import { openPipe } from '../../support/unread-pipe.ts';

// A log goes on for as long as its process. Here it must not write to what has the same descriptor later.
beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval'] }));
afterEach(() => void vi.useRealTimers());

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
