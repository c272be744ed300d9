import fc from 'fast-check';
import { describe, test } from 'vitest';
import { isolationProperty } from '../support/account-isolation-property.ts';
import { loadLoading } from '../support/loading-world.ts';
import { type SeededBug, testSeededBugs } from '../support/seeded-bugs.ts';

const runs = { seed: 20_261_121, numRuns: 2_000 };
const loading = await loadLoading(new URL('../../src/', import.meta.url));

test('whatever clients ask, however calls fail and whoever leaves, nobody gets what is not theirs', async () => {
  await fc.assert(isolationProperty(loading), runs);
});

const bugs: readonly SeededBug[] = [
  {
    claim: 'rows are matched by position',
    complaint: /wrong rows|row of another/,
    file: 'loading/queue/queue.ts',
    edits: [
      [
        'const own = rowsOf(endpoint, ask, rows);',
        'const at = asks.indexOf(ask); const own = ask.key === WHOLE ? rows : rows.slice(at, at + 1);',
      ],
    ],
  },
  {
    claim: 'answers never grow old',
    complaint: /too old/,
    file: 'loading/queue/ask.ts',
    edits: [['sentAt !== null && sentAt > freshAfter', 'sentAt !== null']],
  },
  {
    claim: 'keys are asked for after the last client has left',
    complaint: /nobody wants/,
    file: 'loading/queue/queue.ts',
    edits: [
      ['if (ask.waiters.size === 0 && waiting.get(ask.id) === ask) waiting.delete(ask.id);', ''],
    ],
  },
  {
    claim: 'waiters get lost when asks are merged',
    complaint: /never answered|after the deadline/,
    file: 'loading/queue/waiters.ts',
    edits: [['  waiter.ask = ask;\n  add(ask, waiter);', '  waiter.ask = ask;']],
  },
  {
    claim: 'the named key is spared and its neighbours are blamed',
    complaint: /blamed for another/,
    file: 'loading/faults/bisect.ts',
    edits: [
      [
        "typeof key === 'string' && keys.includes(key)",
        "typeof key === 'string' && keys.length > 0 && !keys.includes(key)",
      ],
    ],
  },
  {
    claim: 'a refusal is final for the whole batch',
    complaint: /blamed for another/,
    file: 'loading/faults/bisect.ts',
    edits: [['if (asks.length === 1 ||', 'if (asks.length > 0 ||']],
  },
  {
    claim: 'a whole answer is taken as complete',
    complaint: /wrong rows/,
    file: 'loading/queue/whole-answers.ts',
    edits: [['        lacked.add(ask);\n        continue;\n', '']],
  },
];

describe('the property fails when', () => {
  testSeededBugs(bugs, {
    propertyOf: async (src) => isolationProperty(await loadLoading(src)),
    runs,
  });
});
