import type { createOracle } from '../support/oracle.ts';
import type { Scheduled } from './open-loop.ts';
import { selected, shown } from './selections.ts';

const instId = 'XRP-USDT';
const fields = ['instId', 'availBuy', 'availSell'];
const query = `query ($px: Decimal) {
  account { maxAvail(instId: ["${instId}"], tdMode: CROSS, reduceOnly: true, px: $px) { ${selected(fields)} } }
}`;

/**
 * Schedules questions of which no two can share a call: each names a price of its own, on which its answer
 * depends. All are of the endpoint `max-avail-size`.
 *
 * @param times when each is to be sent, in milliseconds from the beginning
 */
export async function scheduleSingleCalls(
  accountId: string,
  times: readonly number[],
  { rows }: Pick<ReturnType<typeof createOracle>, 'rows'>,
): Promise<readonly Scheduled[]> {
  const schedule: Scheduled[] = [];
  for (const [index, dueMs] of times.entries()) {
    const px = `2.${10_000 + index}1`;
    const target = `/api/v5/account/max-avail-size?instId=${instId}&tdMode=cross&reduceOnly=true&px=${px}`;
    const [row] = await rows(accountId, target);
    if (!row) throw new Error(`the exchange has no answer to ${target}`);
    const expected = { account: { maxAvail: [shown(fields, row)] } };
    schedule.push({ dueMs, question: { query, variables: { px }, expected } });
  }
  return schedule;
}
