import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLog } from '../../../src/server/log.ts';
import { alertOf, linesIn, placeOf } from '../../support/alerts.ts';
import { createMeasured } from '../../support/measured.ts';
import { type Scrape, valueOf } from '../../support/promql-value.ts';
import { openPipe } from '../../support/unread-pipe.ts';

const name = 'OkxGatewayLogLinesDropped';

// A log goes on for as long as its process. Here it must not write to what has the same descriptor later.
beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval'] }));
afterEach(() => void vi.useRealTimers());

test(`${name}: nobody reads stderr`, async () => {
  const pipe = openPipe();
  const { log, droppedLines, flush } = createLog('info', pipe.descriptor);
  const { families, query } = createMeasured({ log, droppedLines });
  const scrapeAt = async (at: number): Promise<Scrape> => {
    const samples = [...(await families()).values()].flatMap((family) => family.samples);
    return { at, samples };
  };
  const before = await scrapeAt(0);
  const filling = 'x'.repeat(1_000);
  for (let line = 0; line < 2_000; line += 1) log.info({ filling });
  expect(await query('{ accounts { id } }')).not.toHaveProperty('errors');
  expect(valueOf(alertOf(name).expr, [before, await scrapeAt(15)])).toHaveLength(1);

  const [line] = linesIn(placeOf(name));
  let text = '';
  while (!text.includes('"lines":')) text += await pipe.readDuring(flush());
  expect(text).toMatch(new RegExp(`"lines":[1-9]\\d*,"msg":"${line}"`));
});
