import fc from 'fast-check';
import { describe, test } from 'vitest';
import { executionProperty, loadExecuting } from '../../support/execution/same-as-reference.ts';
import { type SeededBug, testSeededBugs } from '../../support/seeded-bugs.ts';

const seed = 20_261_130;
/** More by hand: each takes some milliseconds. */
const numRuns = Number(process.env['QUERIES'] ?? 3_000);
const executing = await loadExecuting(new URL('../../../src/', import.meta.url));

test('3 000 generated queries on a schema in which much goes wrong: what is executed by a plan comes to what the graphql package makes of it', async () => {
  await fc.assert(executionProperty(executing), { seed, numRuns });
}, 3_600_000);

const different = /at once|waited for|errors/;
const bugs: readonly SeededBug[] = [
  {
    claim: 'an object of which nothing is selected has no beginning',
    complaint: /at once/,
    file: 'execution/make-plan.ts',
    edits: [["all.length === 0 ? '{}' : '}'", "'}'"]],
  },
  {
    claim: 'of fields that are merged only the first counts',
    complaint: /at once/,
    file: 'execution/make-plan.ts',
    edits: [['conditions, type, nodes)', 'conditions, type, nodes.slice(0, 1))']],
  },
  {
    claim: 'what is selected of one type is taken for another',
    complaint: /at once/,
    file: 'execution/make-plan.ts',
    edits: [["`${type.name} ${nodes.map(idOf).join(' ')}`", "nodes.map(idOf).join(' ')"]],
  },
  {
    claim: 'a plan is used whatever the conditions',
    complaint: /at once/,
    file: 'execution/plans.ts',
    edits: [['values.join()', "''"]],
  },
  {
    claim: 'arguments are taken to depend on no variable',
    complaint: /at once/,
    file: 'execution/constant-arguments.ts',
    edits: [['if (node.arguments?.some(dependsOnVariable)) return null;', '']],
  },
  {
    claim: 'the arguments of one field are those of another',
    complaint: /at once/,
    file: 'execution/run.ts',
    edits: [['this.#args[field.number]', 'this.#args[field.index]']],
  },
  {
    claim: 'quotes are not escaped',
    complaint: /at once/,
    file: 'execution/leaf.ts',
    edits: [['/^[ !#-[', '/^[ -[']],
  },
  {
    claim: 'an error that is a value is taken for one',
    complaint: /at once/,
    file: 'execution/write.ts',
    edits: [['if (value instanceof Error) throw value;', '']],
  },
  {
    claim: 'an object is not asked whether it is of its type',
    complaint: /at once/,
    file: 'execution/write.ts',
    edits: [['if (!type.isTypeOf) return', 'if (type) return']],
  },
  {
    claim: 'what cannot be null becomes null',
    complaint: /at once/,
    file: 'execution/run.ts',
    edits: [["place.nullable ? 'null' : failed", "'null'"]],
  },
  {
    claim: 'what fails later leaves standing what it is a part of',
    complaint: /waited for/,
    file: 'execution/part.ts',
    edits: [["if (this.#place.nulled) return 'null';", '']],
  },
  {
    claim: 'the answer is read when the last of what was known to be waited for has come',
    complaint: /waited for/,
    file: 'execution/run.ts',
    edits: [
      [
        '(value) => fill(tryWriting(value))',
        '(value) => { if (this.#waiting === 1) this.#over.resolve(); fill(tryWriting(value)); }',
      ],
    ],
  },
  {
    claim: 'errors are told as they came',
    complaint: /waited for/,
    file: 'execution/failures.ts',
    edits: [['.toSorted((one, other) => compareWays(one.way, other.way))', '']],
  },
  {
    claim: 'errors are told of what would not have been executed',
    complaint: /waited for/,
    file: 'execution/failures.ts',
    edits: [['if (nulled?.every((index, depth) => way[depth] === index)) continue;', '']],
  },
  {
    claim: 'a list that breaks off fails before its items',
    complaint: different,
    file: 'execution/failures.ts',
    edits: [
      ['return other.length - one.length;', 'return one.length - other.length;'],
      ['if (beside === undefined) return -1;', 'if (beside === undefined) return 1;'],
    ],
  },
  {
    claim: 'an error that knows where it is of is told of another place',
    complaint: /at once/,
    file: 'execution/failures.ts',
    edits: [
      ['if (own?.path) return', 'if (!own) return'],
      ['path: own.path', 'path'],
    ],
  },
  {
    claim: 'all errors are kept',
    complaint: /at once/,
    file: 'execution/failures.ts',
    edits: [['told.slice(0, maxErrors)', 'told']],
  },
];

describe('the property fails when', () => {
  testSeededBugs(bugs, {
    propertyOf: async (src) => executionProperty(await loadExecuting(src)),
    runs: { seed, numRuns: 3_000 },
  });
});
