/** Prints what accounts hold that were asked for once, when all has been answered and is old. To be started with `--expose-gc`. */
import { equal } from 'node:assert/strict';
import { createBed } from '../bed.ts';

/** Bytes of the heap for each account. */
export interface Held {
  readonly bytes: number;
}

const accounts = 1_000;
const bed = createBed(accounts);
const body = JSON.stringify({ query: '{ accounts { totalEq } }' });

/** Once it has been executed, what is compiled does not count. */
const warmUp = createBed(100);
await warmUp.waitFor(warmUp.ask(body));
await warmUp.moveOn();

const before = heapInUse();
await bed.waitFor(bed.ask(body));
equal(bed.calls(), accounts);
await bed.moveOn();
await bed.moveOn();
const held: Held = { bytes: Math.round((heapInUse() - before) / accounts) };
// Lest it is collected before it is looked at.
equal(bed.calls(), accounts);
console.log(JSON.stringify(held));

function heapInUse(): number {
  for (let time = 0; time < 3; time += 1) globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}
