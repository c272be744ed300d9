/**
 * Runs a simulation of the whole from one seed and prints a line for each simulated hour. When something is as it must
 * never be, it ends with the seed and the simulated time, and the same command shows the same again.
 */
import { parseArgs } from 'node:util';
import { loadCode } from './gateways.ts';
import { createSimulation, readAllFacts } from './simulation.ts';

const hourMs = 3_600_000;

const { values } = parseArgs({
  options: { seed: { type: 'string', default: '1' }, hours: { type: 'string', default: '1' } },
});
const [seed, hours] = [Number(values.seed), Number(values.hours)];
if (!Number.isSafeInteger(seed) || !(hours > 0)) {
  console.log('npm run simulate -- [--seed WHOLE NUMBER] [--hours NUMBER ABOVE 0]');
  process.exit(1);
}

const code = await loadCode(new URL('../../src/', import.meta.url));
const simulation = createSimulation({ seed, code, facts: await readAllFacts() });
const startedAt = performance.now();

function report(what: string): void {
  const { queries, right, hostile, left, calls, faults } = simulation.counts;
  const simulated = (simulation.now() / hourMs).toFixed(2);
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed();
  const megabytes = (process.memoryUsage().heapUsed / 2 ** 20).toFixed();
  console.log(
    `${what}: ${simulated} h in ${seconds} s, ${queries} queries (${right} right, ${hostile} hostile, ${left} left), ${calls} calls, ${faults} faults, ${megabytes} MiB, trace ${simulation.trace()}`,
  );
}

try {
  for (let done = 0; done < hours; done += 1) {
    await simulation.run(Math.min(1, hours - done) * hourMs);
    report(`seed ${seed}`);
  }
} catch (error) {
  report(`FAILED with seed ${seed} at ${Math.round(simulation.now())} ms`);
  console.log(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
