import { readFileSync } from 'node:fs';

/** The resident memory of a process, watched until it is stopped. */
export interface MemoryWatch extends Disposable {
  /** Most MiB by which it has grown; null where there is no `/proc` to read it from. */
  grownBy(): number | null;
}

const everyMs = 200;

export function watchMemory(pid: number): MemoryWatch {
  const before = residentMib(pid);
  let peak = before;
  const timer = setInterval(() => {
    const now = residentMib(pid);
    if (peak !== null && now !== null) peak = Math.max(peak, now);
  }, everyMs);
  return {
    grownBy: () => (before === null || peak === null ? null : peak - before),
    [Symbol.dispose]: () => clearInterval(timer),
  };
}

/** MiB that a process has in memory; null where there is no `/proc` to read it from. */
export function residentMib(pid: number): number | null {
  try {
    const [, kib] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return kib === undefined ? null : Number(kib) / 1_024;
  } catch {
    return null;
  }
}

/** MiB that connections of this machine hold in the system, which are of no process; null where there is no `/proc` to read it from. */
export function connectionsMib(): number | null {
  try {
    const [, pages] = /^TCP:.* mem (\d+)$/m.exec(readFileSync('/proc/net/sockstat', 'utf8')) ?? [];
    return pages === undefined ? null : Number(pages) / 256;
  } catch {
    return null;
  }
}
