import { spawn } from 'node:child_process';
import { once } from 'node:events';

// What a query costs, from its parts to the whole: one after the other, since two at once would measure each other. Each
// looks at its answers first, and fails where one is wrong or a cost is beyond its bound.

const parts: readonly (readonly [what: string, command: string])[] = [
  ['decoding', 'bench:decode'],
  ['executing', 'bench:execute'],
  ['loading, by how much there is of it', 'bench:growth'],
  ['end to end, beside other servers', 'bench:peers -- b --rounds 2 --seconds 1'],
];

const failed: string[] = [];
for (const [at, [what, command]] of parts.entries()) {
  console.log(`\n${at + 1} of ${parts.length}: ${what} (npm run ${command})\n`);
  const startedAt = performance.now();
  const child = spawn('npm', ['run', '-s', ...command.split(' ')], { stdio: 'inherit' });
  const [code]: unknown[] = await once(child, 'close');
  if (code !== 0) failed.push(what);
  console.log(`\nEnded after ${((performance.now() - startedAt) / 1_000).toFixed()} s.`);
}
for (const what of failed) console.log(`FAILED ${what}`);
process.exitCode = failed.length === 0 ? 0 : 1;
