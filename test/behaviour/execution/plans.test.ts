import { describe, expect, test } from 'vitest';
import { prepare } from '../../support/execution/small-schema.ts';

const toggled = (names: readonly string[]) =>
  `query (${names.map((name) => `$${name}: Boolean!`).join(' ')}) { how thing { ${names
    .map((name) => `${name}: name @include(if: $${name})`)
    .join(' ')} } }`;

const allOn = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, true]));

describe('a query is executed by a plan', () => {
  test.each([
    ['as it is', '{ how }', {}],
    [
      'whatever its variables are',
      'query ($turns: Int) { how thing { thing(turns: $turns) { name } } }',
      { turns: 2 },
    ],
    ['with four conditions', toggled(['a', 'b', 'c', 'd']), allOn(['a', 'b', 'c', 'd'])],
    ['with constant conditions', '{ how thing @skip(if: true) { name } }', {}],
  ])('%s', async (_case, text, variables) => {
    const { ask, askReference } = prepare(text);
    const { data } = await ask(variables);
    expect(data).toContain('by a plan');
    expect(data?.replace('by a plan', 'by the graphql package')).toBe(
      (await askReference(variables)).data,
    );
  });
});

describe('the graphql package executes', () => {
  test.each([
    ['what asks for the schema', '{ how __schema { queryType { name } } }', {}],
    ['what is no query', 'mutation { how }', {}],
    ['five conditions', toggled(['a', 'b', 'c', 'd', 'e']), allOn(['a', 'b', 'c', 'd', 'e'])],
    [
      'a condition that is null',
      'query ($a: Boolean = true) { how thing { thing { name @skip(if: $a) } } }',
      { a: null },
    ],
  ])('%s', async (_case, text, variables) => {
    const { ask, askReference } = prepare(text);
    const told = await ask(variables);
    expect(told.data).toContain('by the graphql package');
    expect(told).toEqual(await askReference(variables));
  });

  test.each([
    ['an operation that there is not', { operationName: 'None' }, {}, 'Unknown operation'],
    ['one operation of several', {}, {}, 'Must provide operation name'],
    ['variables that do not fit', { operationName: 'One' }, { turns: 'x' }, 'Variable "$turns"'],
  ])('nothing of %s, and tells so', async (_case, asked, variables, message) => {
    const text =
      'query One($turns: Int) { thing { thing(turns: $turns) { name } } } query Two { how }';
    const told = await prepare(text, asked).ask(variables);
    expect(told).toMatchObject({
      data: undefined,
      errors: [{ message: expect.stringContaining(message), path: undefined }],
    });
    expect(told).toEqual(await prepare(text, asked).askReference(variables));
  });
});

test('each combination of conditions has its plan, as far as that is no multiple of the text', async () => {
  const names = ['a', 'b', 'c', 'd'];
  const fields = Array.from({ length: 100 }, (_, at) => `name${at}: name`).join(' ');
  const { ask, askReference } = prepare(
    toggled(names).replace('{ how', `{ how more: thing { ${fields} }`),
  );
  const combinations = Array.from({ length: 16 }, (_, bits) =>
    Object.fromEntries(names.map((name, at) => [name, (bits & (1 << at)) !== 0])),
  );
  const hows: string[] = [];
  for (const variables of [...combinations, ...combinations]) {
    const { data = '' } = await ask(variables);
    const expected = await askReference(variables);
    expect(data.replace('by a plan', 'by the graphql package')).toBe(expected.data);
    hows.push(data.includes('by a plan') ? 'plan' : 'package');
  }
  const firstTime = hows.slice(0, 16);
  expect(firstTime.filter((how) => how === 'plan')).toHaveLength(4);
  expect(hows.slice(16)).toEqual(firstTime);
});

test('fragments that spread each other twice make no more of a plan than their text', async () => {
  const levels = Array.from({ length: 60 }, (_, at) => {
    const inside = at === 59 ? 'name' : `...F${at + 1}`;
    return `fragment F${at} on Thing { thing { ${inside} } other: thing { ${inside} } }`;
  });
  const { ask } = prepare(`{ how none { ...F0 } } ${levels.join(' ')}`);
  expect((await ask()).data).toBe('{"how":"by a plan","none":null}');
});
