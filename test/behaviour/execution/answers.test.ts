import { expect, test } from 'vitest';
import { prepare } from '../../support/execution/small-schema.ts';

const messages = (errors: readonly { readonly message: string }[]) =>
  errors.map(({ message }) => message);

test('errors are told in the order of the answer, whatever failed first', async () => {
  const { ask } = prepare(
    '{ thing { first: fails(turns: 9) second: fails things { third: fails(turns: 3) } fourth: fails(turns: 1) } }',
  );
  const { data, errors } = await ask();
  expect(data).toBe(
    '{"thing":{"first":null,"second":null,"things":[{"third":null},{"third":null}],"fourth":null}}',
  );
  expect(errors.map(({ path }) => path?.join('.'))).toEqual([
    'thing.first',
    'thing.second',
    'thing.things.0.third',
    'thing.things.1.third',
    'thing.fourth',
  ]);
});

test('of what makes the same thing null the first is told, and nothing behind it', async () => {
  const { ask } = prepare(`{ thing { name thing { before: fails(turns: 9) at: failsForSure(turns: 7)
    behind: fails(turns: 1) atLast: failsForSure(turns: 2) } } }`);
  const { data, errors } = await ask();
  expect(data).toBe('{"thing":{"name":"it","thing":null}}');
  expect(messages(errors)).toEqual(['after 9 turns', 'after 7 turns']);
});

test('what cannot be null takes along all above it that cannot be either, to the whole answer', async () => {
  const { data, errors } = await prepare('{ thing { failsForSure(turns: 2) } }').ask();
  expect(data).toBe('null');
  expect(errors).toMatchObject([{ path: ['thing', 'failsForSure'] }]);
});

test('of more errors than are kept the first are, and the others are counted', async () => {
  const { ask } = prepare(
    '{ thing { a: fails(turns: 5) b: fails(turns: 3) c: fails(turns: 1) } }',
    {
      maxErrors: 2,
    },
  );
  const { errors, untold } = await ask();
  expect({ told: messages(errors), untold }).toEqual({
    told: ['after 5 turns', 'after 3 turns'],
    untold: 1,
  });
});

test('arguments that do not fit are an error of each object, also where nobody reads them', async () => {
  const { ask, askReference } = prepare(
    'query ($of: String = "it") { thing { things { name(of: $of) } } }',
  );
  expect(await ask()).toMatchObject({ data: '{"thing":{"things":[{"name":"it"},{"name":"it"}]}}' });
  const told = await ask({ of: null });
  expect(told).toMatchObject({ data: '{"thing":{"things":[{"name":null},{"name":null}]}}' });
  expect(told).toEqual(await askReference({ of: null }));
});

test('what JSON cannot say is an error of its field; the rest stands', async () => {
  const { data, errors } = await prepare('{ thing { any name } }').ask();
  expect(data).toBe('{"thing":{"any":null,"name":"it"}}');
  expect(errors).toMatchObject([{ path: ['thing', 'any'] }]);
});

test.each([300, 1_500])('%s levels, each waited for, are answered', async (depth) => {
  const { ask } = prepare(`{ thing ${'{ thing '.repeat(depth)} { name } ${'}'.repeat(depth)} }`);
  const { data, errors } = await ask();
  expect(errors).toEqual([]);
  const expected = `{"thing":${'{"thing":'.repeat(depth)}{"name":"it"}${'}'.repeat(depth)}}`;
  // Not shown where it differs: it is long.
  expect(data === expected).toBe(true);
});
