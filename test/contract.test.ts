import { readFileSync, readdirSync } from 'node:fs';
import { isEnumType, isInputObjectType, isObjectType, isScalarType, print } from 'graphql';
import { describe, expect, test } from 'vitest';
import { deriveFiles, findStale } from '../codegen.ts';
import * as documents from '../schema/client/graphql.ts';
import { schema } from '../src/graph/schema.ts';
import { createHarness } from './support/harness.ts';

test('the files derived from the code are up to date', async () => {
  expect(await findStale(await deriveFiles())).toEqual([]);
}, 60_000);

describe('everything in the graph is described', () => {
  const types = Object.values(schema.getTypeMap()).filter(
    ({ name }) =>
      !name.startsWith('__') && !['ID', 'Int', 'String', 'Boolean', 'Float'].includes(name),
  );

  test.each(types.map((type) => [type.name, type] as const))('%s', (_name, type) => {
    const described = [
      type,
      ...(isObjectType(type)
        ? Object.values(type.getFields()).flatMap((field) => [field, ...field.args])
        : []),
      ...(isEnumType(type) ? type.getValues() : []),
    ];
    expect(described.filter(({ description }) => !description).map(({ name }) => name)).toEqual([]);
    expect(
      isObjectType(type) || isEnumType(type) || isScalarType(type) || isInputObjectType(type),
    ).toBe(true);
  });

  test('with unit and account modes', () => {
    const description = (type: string, field: string) => {
      const found = schema.getType(type);
      return isObjectType(found) ? found.getFields()[field]?.description : undefined;
    };
    expect(description('Account', 'isoEq')).toMatch(
      /Unit: USD\. Account modes: Futures, Multi-currency margin, Portfolio margin\.$/,
    );
    expect(description('CurrencyDetail', 'ccy')).toMatch(/Account modes: all\.$/);
  });

  test('exchange fields are properties, for which no resolver runs', () => {
    for (const name of ['CurrencyDetail', 'MaxAvail', 'MaxLoan', 'MaxWithdrawal', 'Account']) {
      const type = schema.getType(name);
      if (!isObjectType(type)) throw new Error(`${name} is missing`);
      const resolved = Object.values(type.getFields()).filter(
        ({ extensions, resolve }) => resolve && !extensions['pothosExposedField'],
      );
      expect(resolved.every(({ name: field }) => edges.has(`${name}.${field}`))).toBe(true);
    }
  });
});

/** Fields that lead to other objects and therefore load. */
const edges = new Set([
  'Account.details',
  'Account.maxAvail',
  'Account.maxLoan',
  'Account.maxWithdrawal',
  'Account.rateBudgets',
  'CurrencyDetail.currency',
  'CurrencyDetail.maxLoans',
  'CurrencyDetail.maxWithdrawal',
  'MaxAvail.instrument',
]);

describe('the example operations', () => {
  const typed = Object.entries(documents).filter(([name]) => name.endsWith('Document'));

  test('have each a typed document', () => {
    const files = readdirSync(new URL('../schema/operations/', import.meta.url));
    const names = files.map(
      (file) =>
        /^query (\w+)/m.exec(
          readFileSync(new URL(`../schema/operations/${file}`, import.meta.url), 'utf8'),
        )?.[1],
    );
    expect(typed.map(([name]) => name).toSorted()).toEqual(
      names.map((name) => `${name}Document`).toSorted(),
    );
  });

  test.each(typed)('%s runs as it is', async (name, document) => {
    const { query } = createHarness();
    const { data, errors } = await query(print(document));
    expect(data).toBeTruthy();
    // This one is there to show what a bad key costs.
    expect(errors ?? []).toHaveLength(name === 'PartialAnswerDocument' ? 1 : 0);
  });
});
