import { readdirSync, readFileSync } from 'node:fs';

/** A process of a group, by what Linux tells of it. */
export interface GroupMember {
  readonly pid: number;
  readonly command: string;
  /** Memory that it holds, in MiB. */
  readonly residentMiB: number;
  /** The same, of what it shares with other processes only its part. */
  readonly proportionalMiB: number;
}

/** Those that live, the first to be started first. @param group the id of the process that leads it */
export function processGroup(group: number): readonly GroupMember[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        // Behind the name, which is in brackets: state, parent, group.
        const [, , leader] = read(pid, 'stat')
          .replace(/^.*\) /s, '')
          .split(' ');
        return Number(leader) === group ? [describe(pid)] : [];
      } catch {
        // It has ended meanwhile.
        return [];
      }
    })
    .toSorted((one, other) => one.pid - other.pid);
}

function describe(pid: string): GroupMember {
  return {
    pid: Number(pid),
    command: read(pid, 'cmdline').split('\0').join(' ').trim(),
    residentMiB: mebibytes(read(pid, 'status'), 'VmRSS'),
    proportionalMiB: mebibytes(read(pid, 'smaps_rollup'), 'Pss'),
  };
}

const read = (pid: string, file: string): string => readFileSync(`/proc/${pid}/${file}`, 'utf8');

function mebibytes(text: string, name: string): number {
  const [, kibibytes] = new RegExp(String.raw`^${name}:\s+(\d+) kB`, 'm').exec(text) ?? [];
  return Number(kibibytes) / 1_024;
}
