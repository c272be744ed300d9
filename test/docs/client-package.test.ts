import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { Big } from 'big.js';
import { BigNumber } from 'bignumber.js';
import { Decimal } from 'decimal.js';
import { type DocumentNode, getOperationAST, isEnumType, OperationTypeNode, print } from 'graphql';
import { describe, expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import * as client from '../../schema/client/index.js';
import clientPackage from '../../schema/client/package.json' with { type: 'json' };
import manifest from '../../schema/persisted-operations.json' with { type: 'json' };
import { catalogue } from '../../src/errors/catalogue.ts';
import { schema } from '../../src/graph/schema.ts';
import { firstAnswer } from '../support/first-answer.ts';
import { createHarness } from '../support/harness.ts';
import { readPage } from '../support/markdown.ts';

const exported: ReadonlyMap<string, unknown> = new Map(Object.entries(client));

const documents: ReadonlyMap<string, DocumentNode> = new Map(
  Object.entries(client).flatMap(([name, value]) =>
    typeof value === 'object' && 'kind' in value
      ? [[name.replace(/Document$/, ''), value] as const]
      : [],
  ),
);

const kindOf = (document: DocumentNode) => getOperationAST(document)?.operation;

describe('the named operations', () => {
  test('have each a typed document and an entry in the manifest', () => {
    const folder = new URL('../../schema/operations/', import.meta.url);
    const names = readdirSync(folder).flatMap((file) =>
      [
        ...readFileSync(new URL(file, folder), 'utf8').matchAll(/^(?:query|subscription) (\w+)/gm),
      ].map(([, name = '']) => name),
    );
    expect(names.length).toBeGreaterThan(0);
    expect([...documents.keys()].toSorted()).toEqual(names.toSorted());
    expect(manifest.operations.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
  });

  test.each([...documents])('%s runs as it is', async (name, document) => {
    const { data, errors } = await firstAnswer(createHarness(), print(document));
    expect(data).toBeTruthy();
    // This one is there to show what a bad key costs.
    expect(errors ?? []).toHaveLength(name === 'PartialAnswer' ? 1 : 0);
  });

  test('cost at each poll or look after the first what the guide says', async () => {
    const told = readPage('docs/frontend.md').rows('Operation');
    expect(told).toHaveLength(documents.size);
    for (const [name, document] of documents) {
      const { clock, exchange, query, subscribe } = createHarness();
      const isWatched = kindOf(document) === OperationTypeNode.SUBSCRIPTION;
      await (isWatched ? subscribe : query)(print(document));
      await clock.advance(1_000);
      const before = exchange.calls.length;
      await (isWatched ? clock.advance(1_000) : query(print(document)));
      expect(told).toContainEqual([`\`${name}\``, String(exchange.calls.length - before)]);
    }
  });

  test('are known by the hash of what `print` makes of their documents', () => {
    const { operations, ...form } = manifest;
    expect(form).toEqual({ format: 'apollo-persisted-query-manifest', version: 1 });
    for (const { id, name, type, body } of operations) {
      const document = documents.get(name);
      expect(document && print(document)).toBe(body);
      expect(createHash('sha256').update(body).digest('hex')).toBe(id);
      expect(type).toBe(document && kindOf(document));
    }
  });
});

describe('the client package', () => {
  test('has the version of the gateway, and files for all that it promises', () => {
    expect(clientPackage.version).toBe(packageJson.version);
    const files = readdirSync(new URL('../../schema/client/', import.meta.url));
    expect(files.toSorted()).toEqual(['package.json', ...clientPackage.files].toSorted());
  });

  test('has a label and a meaning for each value of each enum', () => {
    const enums = Object.values(schema.getTypeMap())
      .filter(isEnumType)
      .filter(({ name }) => !name.startsWith('__'));
    expect(enums.length).toBeGreaterThan(0);
    for (const type of enums) {
      const stem = type.name.charAt(0).toLowerCase() + type.name.slice(1);
      const meanings = type.getValues().map(({ name, description }) => [name, description]);
      expect(exported.get(`${stem}Meanings`)).toEqual(Object.fromEntries(meanings));
      const labels = exported.get(`${stem}Labels`);
      expect(Object.keys(labels ?? {}).toSorted()).toEqual(meanings.map(([name]) => name));
    }
    expect(client.tradeModeLabels.SPOT_ISOLATED).toBe('Spot isolated');
  });

  test('has every error code, with what it means and whether to ask again', () => {
    expect(client.errorCodes).toEqual(
      Object.fromEntries(
        Object.entries(catalogue).map(([code, { retryable, meaning }]) => [
          code,
          { retryable, meaning },
        ]),
      ),
    );
    expect(client.isErrorCode('BUDGET_EXHAUSTED')).toBe(true);
    for (const other of ['GRAPHQL_PARSE_FAILED', 'toString', undefined, 7]) {
      expect(client.isErrorCode(other)).toBe(false);
    }
  });
});

describe('a Decimal', () => {
  const amount: client.Decimal = '12345678901234567890.0460531643092577';
  const sum = '24691357802469135780.0921063286185154';

  const exact = Decimal.clone({ precision: 100 });

  test.each([
    ['big.js', new Big(amount).plus(amount).toFixed()],
    ['bignumber.js', new BigNumber(amount).plus(amount).toFixed()],
    ['decimal.js', new exact(amount).plus(amount).toFixed()],
  ])('is exact in %s', (_library, added) => {
    expect(added).toBe(sum);
  });

  test('is rounded by decimal.js unless it is told not to', () => {
    expect(new Decimal(amount).plus(amount).toFixed()).not.toBe(sum);
  });

  test.each([
    ['big.js', new Big('0.00000001')],
    ['bignumber.js', new BigNumber('0.00000001')],
    ['decimal.js', new Decimal('0.00000001')],
  ])('goes to the gateway as `toFixed()` of %s writes it, not `toString()`', async (_, small) => {
    const { query } = createHarness();
    const ask = (px: string) =>
      query(
        'query ($px: Decimal) { account { maxAvail(instId: ["ETH-EUR"], tdMode: ISOLATED, reduceOnly: true, px: $px) { instId } } }',
        { variables: { px } },
      );
    expect((await ask(small.toFixed())).errors).toBeUndefined();
    expect((await ask(small.toString())).errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT' } },
    ]);
  });
});
