import { pino } from 'pino';
import { createHarness } from './harness.ts';

interface Line {
  readonly level: number;
  readonly msg: string;
  readonly [field: string]: unknown;
}

/** The gateway, and what its log tells. */
export function createLogged(options: Parameters<typeof createHarness>[0] = {}, level = 'info') {
  const lines: Line[] = [];
  function write(text: string): void {
    const line: Line = JSON.parse(text);
    lines.push(line);
  }
  const harness = createHarness({ ...options, log: pino({ level }, { write }) });
  return { ...harness, lines, told: (msg: string) => lines.filter((line) => line.msg === msg) };
}
