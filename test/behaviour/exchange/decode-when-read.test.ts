import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Field, ObjectDeclaration } from '../../../src/endpoints/declare.ts';
import { declarations } from '../../../src/endpoints/endpoints.ts';
import { GatewayError } from '../../../src/errors/gateway-error.ts';
import { decodeRows } from '../../../src/exchange/decode.ts';
import { createOrigin } from '../../../src/exchange/origin.ts';
import { decodeAtOnce } from '../../support/decode-at-once.ts';
import { oddList } from '../../support/odd-rows.ts';

const stamp = { accountId: 'main', params: 'mgnMode=cross', asOf: new Date(7) };
const mostRows = 12;
const answers = 5_000;

describe('however odd it is, what is read of an answer is what it is when all is decoded at once', () => {
  let rows = 0;

  test.each(declarations)('of $name', ({ name: endpoint, row, within, keys }) => {
    const object = within?.object ?? row;
    const [by] = Object.keys(keys);
    fc.assert(
      fc.property(oddList(object, mostRows), fc.boolean(), (json, backwards) => {
        const origin = createOrigin(endpoint, by, stamp);
        const told: string[] = [];
        origin.onFound((what) => told.push(what));
        const read = readAll(object, decodeRows(object, JSON.parse(json), origin), backwards);
        const all = readAll(
          object,
          decodeAtOnce(object, JSON.parse(json), { endpoint, by, stamp }),
        );
        expect(read.values).toEqual(all.values);
        expect(told.toSorted()).toEqual([...new Set(all.messages)].toSorted());
        expect(read.changed).toEqual([]);
        rows += read.rows;
      }),
      { numRuns: answers / declarations.length },
    );
  });

  test('of twenty thousand rows', () => {
    expect(rows).toBeGreaterThan(20_000);
  });
});

/** All that can be read of the rows of an object, in the order of its declaration or the other way round. */
function readAll(object: ObjectDeclaration, answer: unknown, backwards = false) {
  const messages: string[] = [];
  /** Fields that are something else, if only another object, when they are read again. */
  const changed: string[] = [];
  let rows = 0;

  function readRow({ fields }: ObjectDeclaration, row: Readonly<Record<string, unknown>>) {
    rows += 1;
    const names = Object.keys(fields);
    const values: Record<string, unknown> = {};
    for (const name of [
      'accountId',
      'params',
      'asOf',
      ...(backwards ? names.toReversed() : names),
    ]) {
      const value = row[name];
      if (!Object.is(row[name], value)) changed.push(name);
      values[name] = readValue(fields[name], value);
    }
    return values;
  }

  function readList(of: ObjectDeclaration, list: readonly unknown[]) {
    return list.map((one) =>
      one instanceof GatewayError ? readValue(undefined, one) : readRow(of, one as never),
    );
  }

  function readValue(field: Field | undefined, value: unknown): unknown {
    if (value instanceof GatewayError) {
      messages.push(value.message);
      return { message: value.message, extensions: value.extensions };
    }
    return field?.kind === 'list' && Array.isArray(value) ? readList(field.of, value) : value;
  }

  const values = Array.isArray(answer) ? readList(object, answer) : readValue(undefined, answer);
  return { values, messages, changed, rows };
}
