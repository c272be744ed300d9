import { readFileSync } from 'node:fs';

/** Linux counts the time of processes in hundredths of a second, whatever the machine. */
const tickMs = 10;
/** Among the figures behind the name of the process, which is in brackets. */
const [userTime, systemTime] = [11, 12];

/** Milliseconds of processor time that a process has taken so far; null where there is no `/proc` to read it from. */
export function processorTimeMs(pid: number): number | null {
  try {
    const [, figures = ''] = /^.*\) (.*)$/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    const all = figures.split(' ');
    return (Number(all[userTime]) + Number(all[systemTime])) * tickMs;
  } catch {
    return null;
  }
}
