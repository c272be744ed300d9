/**
 * Runs the checks, and then the tests of all tiers, or the quick checks and the tests of the tiers that are named.
 *
 * All of them are two runs side by side, of which only one measures coverage: what runs a hundred thousand times takes
 * half as long again when it is measured, and what models and guides reach is reached by the other tiers too.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { createCanaries } from './support/canaries.ts';
import { type Outcome, printOutcome } from './support/tier-outcome.ts';

interface Run {
  readonly tiers: readonly string[];
  readonly args: readonly string[];
}

const quickChecks = ['typecheck', 'format:check'];
const slowChecks = ['lint', 'deadcode'];
const covered: Run = { tiers: ['behaviour', 'redis', 'process'], args: ['--coverage'] };
const beside: Run = { tiers: ['models', 'docs'], args: [] };

const root = fileURLToPath(new URL('../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'outcomes-'));
/** Every secret that a test has used, each a line. */
const secretsFile = join(folder, 'secrets');
const printed: Buffer[] = [];
const named = process.argv.slice(2);
const checks = named.length > 0 ? quickChecks : [...quickChecks, ...slowChecks];

const unmet = await runChecks();
const outcomes = unmet.length > 0 ? [] : await runTests();
const leaking = findLeaks();
rmSync(folder, { recursive: true });
const all: Outcome = {
  tiers: outcomes.flatMap(({ tiers }) => tiers),
  failing: outcomes.flatMap(({ failing }) => failing),
  skippedFor: outcomes.flatMap(({ skippedFor }) => skippedFor),
  complaints: [...unmet, ...leaking, ...outcomes.flatMap(({ complaints }) => complaints)],
};
const isFine = all.complaints.length === 0 && all.tiers.every(({ failed }) => failed === 0);
process.exitCode = isFine ? 0 : 1;
printOutcome(all);

/** All at once, since each keeps a processor busy for part of its time only; a line for each that fails. */
async function runChecks(): Promise<readonly string[]> {
  const startedAt = performance.now();
  const complaints = await Promise.all(
    checks.map(async (check) => {
      const child = spawn('npm', ['run', '-s', check], { cwd: root, stdio: 'inherit' });
      const [code]: unknown[] = await once(child, 'close');
      return code === 0 ? [] : [`npm run ${check} fails, as told above`];
    }),
  );
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed();
  process.stdout.write(`${checks.join(', ')}: ended after ${seconds} s\n`);
  return complaints.flat();
}

/** What the tests print is an output like any other: a line for each secret in it. */
function findLeaks(): readonly string[] {
  if (!existsSync(secretsFile)) return [];
  const canaries = createCanaries();
  for (const line of readFileSync(secretsFile, 'utf8').trim().split('\n')) {
    canaries.keep(String(JSON.parse(line)));
  }
  const leaks = canaries.find(stripVTControlCharacters(Buffer.concat(printed).toString()));
  return leaks.map(({ form, around }) => `a secret was printed ${form}: ${JSON.stringify(around)}`);
}

async function runTests(): Promise<readonly Outcome[]> {
  if (named.length > 0) return [await runTiers({ tiers: named, args: [] })];
  // What one of them says comes out at its end, so that the two do not mix.
  const said: Buffer[] = [];
  const both = await Promise.all([runTiers(covered), runTiers(beside, said)]);
  process.stdout.write(Buffer.concat(said));
  return both;
}

/** @param said takes what comes out, which else comes out here at once */
async function runTiers({ tiers, args }: Run, said?: Buffer[]): Promise<Outcome> {
  const file = join(folder, `${tiers.join()}.json`);
  const projects = tiers.flatMap((tier) => ['--project', tier]);
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const child = spawn(process.execPath, [vitest, 'run', ...projects, ...args], {
    cwd: root,
    env: {
      ...process.env,
      ...(process.stdout.isTTY && { FORCE_COLOR: '1' }),
      OUTCOME_FILE: file,
      CANARIES_FILE: secretsFile,
    },
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (bytes: Buffer) => {
      printed.push(bytes);
      if (said) said.push(bytes);
      else process.stdout.write(bytes);
    });
  }
  await once(child, 'close');
  if (existsSync(file)) {
    const outcome: Outcome = JSON.parse(readFileSync(file, 'utf8'));
    return outcome;
  }
  return {
    tiers: [],
    failing: [],
    skippedFor: [],
    complaints: [`the tests of ${tiers.join()} did not run`],
  };
}
