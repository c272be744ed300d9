import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

const turn = () => new Promise<boolean>((resolve) => setImmediate(resolve, false));

/** A pipe that nobody reads until the test does, until the end of the test. */
export function openPipe() {
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
