import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { GatewayError } from '../src/errors/gateway-error.ts';
import { createAccountLoader } from '../src/loading/account-loader.ts';
import { createPatience } from '../src/loading/patience.ts';
import { createRequestLoader } from '../src/loading/request-loader.ts';
import { isolationProperty, type Loading } from './support/loading-world.ts';

type Bug = readonly [claim: string, complaint: RegExp, file: string, right: string, wrong: string];

const runs = { seed: 20_261_121, numRuns: 2_000 };

test('no interleaving of clients, faults and departures gives anybody what is not theirs', async () => {
  await fc.assert(
    isolationProperty({ createAccountLoader, createRequestLoader, createPatience, GatewayError }),
    runs,
  );
}, 120_000);

describe('the property fails when', () => {
  const mutants = new URL('../.mutants/', import.meta.url);
  afterAll(() => rm(mutants, { recursive: true, force: true }));

  const bugs: readonly Bug[] = [
    [
      'rows are matched by position',
      /wrong rows|row of another/,
      'loading/lane.ts',
      'const own = key === WHOLE ? rows : rowsFor(key, rows);',
      'const at = asks.findIndex((ask) => ask.key === key); const own = key === WHOLE ? rows : form.keyedRows(rows).slice(at, at + 1);',
    ],
    [
      'keys of different contexts share a lane',
      /row of another|nobody wants/,
      'loading/lane-form.ts',
      'JSON.stringify([by, Object.entries(context)])',
      'JSON.stringify([by])',
    ],
    [
      'a request mixes its accounts',
      /row of another/,
      'loading/request-loader.ts',
      'JSON.stringify([accountId, endpoint.name,',
      'JSON.stringify([endpoint.name,',
    ],
    [
      'answers never grow old',
      /too old/,
      'loading/lane.ts',
      'return ask.sentAt > freshAfter;',
      'return true;',
    ],
    [
      'a lease is free again a window after its call was sent',
      /over the limit/,
      'loading/sender.ts',
      'const outcome = await call(',
      'lease.end();\n    const outcome = await call(',
    ],
    [
      'keys are asked for after the last client has left',
      /nobody wants/,
      'loading/lane.ts',
      'if (ask.waiters.size === 0 && waiting.get(ask.key) === ask) waiting.delete(ask.key);',
      '',
    ],
    [
      'waiters get lost when asks are merged',
      /never answered|after the deadline/,
      'loading/ask.ts',
      'ask.waiters.add(waiter);\n  }',
      '}',
    ],
    [
      'the named key is spared and its neighbours are blamed',
      /blamed for another/,
      'loading/isolate.ts',
      'culprit === `${by}${String(key)}`',
      'culprit !== undefined && culprit !== `${by}${String(key)}`',
    ],
    [
      'a refusal is final for the whole batch',
      /blamed for another/,
      'loading/isolate.ts',
      'if (asks.length === 1 ||',
      'if (asks.length > 0 ||',
    ],
    [
      'a whole answer is taken as complete',
      /wrong rows/,
      'loading/lane.ts',
      'if (ask.byName) continue;',
      '',
    ],
  ];

  test.each(bugs)(
    '%s',
    async (claim, complaint, file, right, wrong) => {
      const copy = new URL(`${claim.replaceAll(/\W+/g, '-')}/`, mutants);
      await mkdir(copy, { recursive: true });
      await cp(new URL('../src/', import.meta.url), copy, { recursive: true });
      const source = await readFile(new URL(file, copy), 'utf8');
      expect(source.split(right)).toHaveLength(2);
      await writeFile(
        new URL(file, copy),
        source.replace(right, () => wrong),
      );

      const details = await fc.check(isolationProperty(await loadMutant(copy)), {
        ...runs,
        endOnFailure: true,
      });
      expect(String(details.errorInstance)).toMatch(complaint);
    },
    60_000,
  );
});

async function loadMutant(copy: URL): Promise<Loading> {
  const files = ['account-loader', 'request-loader', 'patience'].map(
    (name) => `loading/${name}.ts`,
  );
  const modules: readonly object[] = await Promise.all(
    [...files, 'errors/gateway-error.ts'].map((file) => import(new URL(file, copy).href)),
  );
  const merged: Loading = Object.assign({}, ...modules);
  return merged;
}
