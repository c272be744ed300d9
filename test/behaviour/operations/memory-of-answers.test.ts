import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { createHarness } from '../../support/harness.ts';

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

/** What is in use, in MiB. */
function heap(): number {
  collect();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

test('answers that are kept take about as much memory as they have characters, not as they were written', async () => {
  const { query } = createHarness({ maxAgeMs: 60_000 });
  const fields = 'ccy eq cashBal uTime isoEq availEq disEq availBal frozenBal ordFrozen liab upl';
  const ask = async (n: number) =>
    query(`{ accounts { id details { ${fields} } } }`, { variables: { n } });
  const answer = await ask(0);
  const before = heap();
  let characters = 0;
  for (let n = 1; characters < 7 * 2 ** 20; n += 1) {
    await ask(n);
    characters += JSON.stringify(answer).length;
  }
  expect(heap() - before).toBeLessThan(20);
}, 30_000);
