/**
 * Prints what queries allocate. To be started with `--expose-gc` and a young generation so large that nothing is collected
 * meanwhile: then what the heap has grown by is all that was allocated, whatever becomes of it.
 */
import { equal } from 'node:assert/strict';
import { createBed } from '../bed.ts';

/** Bytes of each query, of two kinds. */
export interface Allocations {
  /** For what is to be called for. */
  readonly called: number;
  /** For what somebody else has just been answered. */
  readonly kept: number;
}

/** Until all that runs for each is compiled. */
const warming = 2_000;
const counted = 200;

const bed = createBed(1);
const body = JSON.stringify({
  query: 'query ($ccy: [ID!]) { account { details(ccy: $ccy) { ccy eq upl uTime } } }',
  variables: { ccy: ['C1', 'C2', 'C3'] },
});

async function ask(times: number, isCalled: boolean): Promise<number> {
  let bytes = 0;
  for (let time = 0; time < times; time += 1) {
    if (isCalled) await bed.moveOn();
    const before = process.memoryUsage().heapUsed;
    await bed.ask(body);
    bytes += process.memoryUsage().heapUsed - before;
  }
  return bytes / times;
}

async function measure(isCalled: boolean): Promise<number> {
  await ask(warming, isCalled);
  globalThis.gc?.();
  const before = bed.calls();
  const bytes = await ask(counted, isCalled);
  equal((bed.calls() - before) / counted, isCalled ? 1 : 0);
  return bytes;
}

const allocations: Allocations = { called: await measure(true), kept: await measure(false) };
console.log(JSON.stringify(allocations));
