/**
 * What the gateway takes before anybody asks it anything: from `npm start` to the first answer, the processor time up to
 * then, the memory of all its processes at rest, and its packages on the disk. Linux only. The number of starts may be
 * named, as in `npm run bench:footprint 9`; the smallest figures count, since whatever else runs only adds to them.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../support/free-port.ts';
import { post } from '../support/post.ts';
import { installedSizes } from './installed-size.ts';
import { type GroupMember, processGroup } from './process-group.ts';
import { processorTimeMs } from './processor-time.ts';
import { alignRows } from './table.ts';

interface Start {
  readonly readyMs: number;
  readonly processorMs: number;
  readonly atRest: readonly GroupMember[];
}

const root = fileURLToPath(new URL('../../', import.meta.url));
const restMs = 5_000;
const lookEveryMs = 5;
const shownPackages = 12;
const starts = Number(process.argv[2] ?? 5);

async function measureStart(): Promise<Start> {
  const port = String(await freePort());
  const startedAt = performance.now();
  const child = spawn('npm', ['start'], {
    cwd: root,
    env: { ...process.env, PORT: port, DRAIN_MS: '0' },
    stdio: 'ignore',
    // A group of its own.
    detached: true,
  });
  const group = child.pid ?? 0;
  await answered(`http://127.0.0.1:${port}/graphql`);
  const readyMs = performance.now() - startedAt;
  const processorMs = processGroup(group).reduce(
    (sum, { pid }) => sum + (processorTimeMs(pid) ?? 0),
    0,
  );
  await sleep(restMs);
  const atRest = processGroup(group);
  process.kill(-group, 'SIGINT');
  await once(child, 'close');
  return { readyMs, processorMs, atRest };
}

async function answered(url: string): Promise<void> {
  for (;;) {
    try {
      const { ok } = await post(url, '{"query":"{ __typename }"}');
      if (ok) return;
    } catch {
      // It does not listen yet.
    }
    await sleep(lookEveryMs);
  }
}

const least = (of: (start: Start) => number): number => Math.min(...measured.map(of));

function renderProcesses(): string {
  const [{ atRest } = { atRest: [] }] = measured;
  const rows = atRest.map(({ command }, at) => [
    command,
    ...(['residentMiB', 'proportionalMiB'] as const).map((figure) =>
      least((start) => start.atRest[at]?.[figure] ?? Number.NaN).toFixed(0),
    ),
  ]);
  return alignRows([['At rest', 'RSS in MiB', 'PSS in MiB'], ...rows], (column) => column > 0);
}

function renderPackages(): string {
  const sizes = installedSizes(root);
  const sum = sizes.reduce((all, [, size]) => all + size, 0);
  const rows = [[`all ${sizes.length}`, sum] as const, ...sizes.slice(0, shownPackages)];
  return alignRows(
    [['Package', 'MiB'], ...rows.map(([name, size]) => [name, size.toFixed(1)])],
    (column) => column === 1,
  );
}

// The first one compiles what the others find compiled.
const first = await measureStart();
const measured: Start[] = [];
for (let at = 0; at < starts; at += 1) measured.push(await measureStart());
process.stdout.write(
  [
    `Ready after ${least(({ readyMs }) => readyMs).toFixed()} ms, with ${least(({ processorMs }) => processorMs).toFixed()} ms of processor time: the least of ${starts} starts.`,
    `Before them, after ${first.readyMs.toFixed()} ms with ${first.processorMs.toFixed()} ms: as the very first one if \`node_modules/.cache\` was not there.`,
    '',
    renderProcesses(),
    '',
    renderPackages(),
    '',
  ].join('\n'),
);
