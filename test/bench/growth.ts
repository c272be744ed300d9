import { parseArgs } from 'node:util';
import { exponentOf } from './growth/exponent.ts';
import { measure } from './growth/probe.ts';
import { renderSeries, type Result, writeResults } from './growth/report.ts';
import { series } from './growth/series.ts';

// How the work of the gateway grows: with keys, fields, accounts and clients. In this process and without sockets; answers
// and calls are looked at first, and a wrong one ends the run.

const { values } = parseArgs({ options: { write: { type: 'boolean', default: false } } });

const results: Result[] = [];
for (const one of series) {
  const points = await measure(one.probes());
  const result = { series: one, points, exponent: exponentOf(points) };
  results.push(result);
  console.log(`${renderSeries(result)}\n`);
  if (!(result.exponent <= one.mostExponent)) {
    console.error(`${one.name}: it grows faster than with a power of ${one.mostExponent}.\n`);
    process.exitCode = 1;
  }
}
if (values.write) await writeResults(results);
