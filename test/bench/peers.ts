import { parseArgs } from 'node:util';
import { agree } from './peers/agree.ts';
import { connections, type Measured, measure } from './peers/measure.ts';
import { renderResults, writeResults } from './peers/report.ts';
import { shapes } from './peers/shapes.ts';
import { startSides } from './peers/sides.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '2' },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const [rounds, seconds] = [Number(values.rounds), Number(values.seconds)];
const chosen = shapes.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
const areKnown = positionals.every((name) => shapes.some((shape) => shape.name === name));
if (values.help || !areKnown || !(rounds >= 1) || !(seconds >= 1)) {
  const names = shapes.map(({ name }) => name).join(' | ');
  console.log(`npm run bench:peers -- [${names}]... [--rounds N] [--seconds N] [--write]`);
  process.exit(1);
}

/** Queries of the first load. */
const firstAmount = 10 * connections;

// The servers end with this process.
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => process.exit(1));

await using bed = await startSides();
const { sides, exchangeUrl } = bed;
const results = chosen.map((shape) => ({
  shape,
  runs: sides.map(({ name }) => ({ name, measured: new Array<Measured>() })),
}));
let wrong = 0;
for (const { shape, runs } of results) {
  await agree(bed, shape);
  console.log(`\n${shape.name}: ${shape.meaning}; all answer the same`);
  // First a few queries, that tell how fast it is, then a round in which code is compiled; neither counts.
  const amounts = sides.map(() => firstAmount);
  for (let round = -1; round <= rounds; round += 1) {
    const told: string[] = [];
    for (const [index, side] of sides.entries()) {
      const one = await measure(side, shape, amounts[index] ?? firstAmount, exchangeUrl);
      amounts[index] = Math.max(connections, Math.round(one.perSecond * seconds));
      wrong += one.wrong;
      if (round > 0) runs[index]?.measured.push(one);
      const note = one.wrong > 0 ? ` (${one.wrong} wrong)` : '';
      told.push(`${side.name} ${one.cpuUs.toFixed(0)}${note}`);
    }
    console.log(`${round > 0 ? `round ${round}/${rounds}` : 'warming'}: µs ${told.join(' · ')}`);
  }
}
console.log(`\n${renderResults(results)}`);
if (values.write) {
  await writeResults(
    results,
    `npm run bench:peers -- --rounds ${rounds} --seconds ${seconds} --write`,
  );
}
if (wrong > 0) console.log(`FAILED ${wrong} requests were not answered, or with errors`);
process.exitCode = wrong === 0 ? 0 : 1;
