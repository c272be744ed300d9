import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, expectTypeOf, test } from 'vitest';
import type * as client from '../../schema/client/index.js';
import type { ErrorCode } from '../../src/errors/catalogue.ts';
import type { ErrorDetails } from '../../src/errors/gateway-error.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** What stands above each line that is tried, in a file of its own. */
const preamble = `
import { Client } from '@urql/core';
import {
  type Decimal, type ErrorCode, type TypedDocumentNode,
  errorCodes, isErrorCode, OrderLimitsDocument, tradeModeLabels, WhatCanLeaveDocument,
} from 'okx-account-gateway-client';
declare function ask<D, V>(document: TypedDocumentNode<D, V>, variables: V): Promise<{ data: D }>;
declare const urql: Client;
const { data } = await ask(WhatCanLeaveDocument, { ccy: ['BTC'] });
const row = data.account?.details?.[0];
export { Client, Decimal, ErrorCode, errorCodes, isErrorCode, OrderLimitsDocument, row, tradeModeLabels, urql };
`;

const right = [
  'export const eq: Decimal | null | undefined = row?.eq;',
  'export const most: string | null | undefined = row?.maxWithdrawal?.maxWd;',
  'await ask(WhatCanLeaveDocument, {});',
  "await ask(OrderLimitsDocument, { instId: ['BTC-USDT'], tdMode: 'CASH' });",
  "export const label: string = tradeModeLabels['SPOT_ISOLATED'];",
  "export const again: boolean = errorCodes['BUDGET_EXHAUSTED'].retryable;",
  'export const known = (code: unknown): ErrorCode | null => (isErrorCode(code) ? code : null);',
  "export const answer = (await urql.query(WhatCanLeaveDocument, { ccy: ['BTC'] })).data?.account?.details;",
] as const;

const wrong = [
  ['row?.equity;', "Property 'equity' does not exist"],
  // The graph has it, but the query does not ask for it.
  ['row?.cashBal;', "Property 'cashBal' does not exist"],
  ['data.account.details;', "'data.account' is possibly 'null'"],
  ['export const eq: number | null | undefined = row?.eq;', "is not assignable to type 'number"],
  ['export const twice = (row?.eq ?? 0) * 2;', 'The left-hand side of an arithmetic operation'],
  ["await ask(WhatCanLeaveDocument, { currency: ['BTC'] });", "'currency' does not exist in type"],
  ['await ask(WhatCanLeaveDocument, { ccy: [7] });', "'number' is not assignable to type 'string'"],
  ["await ask(OrderLimitsDocument, { tdMode: 'cash' });", '"cash"\' is not assignable to type'],
  ['await ask(OrderLimitsDocument, { instId: null });', "'null' is not assignable to type"],
  ['tradeModeLabels.MARGIN;', "Property 'MARGIN' does not exist"],
  ["export const code: ErrorCode = 'TIMEOUT';", '"TIMEOUT"\' is not assignable to type'],
  ["await urql.query(WhatCanLeaveDocument, { currency: ['BTC'] });", "'currency' does not exist"],
  ['(await urql.query(WhatCanLeaveDocument, {})).data?.accounts;', "'accounts' does not exist"],
] as const;

describe.each(['bundler', 'nodenext'])(
  'the package under "moduleResolution": "%s"',
  (resolution) => {
    const folder = mkdtempSync(join(tmpdir(), 'client-types-'));
    let found: readonly string[];

    beforeAll(() => {
      mkdirSync(join(folder, 'node_modules'));
      const link = (name: string, path: string): void =>
        symlinkSync(join(root, path), join(folder, 'node_modules', name), 'junction');
      link('okx-account-gateway-client', 'schema/client');
      link('@urql', 'node_modules/@urql');
      writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
      const lines = [...right, ...wrong.map(([line]) => line)];
      for (const [i, line] of lines.entries()) {
        writeFileSync(join(folder, `${i}.ts`), `${preamble}${line}\n`);
      }
      found = compile(folder, resolution);
    });

    afterAll(() => rmSync(folder, { recursive: true }));

    const errorsOf = (i: number): readonly string[] =>
      found.filter((line) => line.startsWith(`${i}.ts(`));

    test.each(right.map((line, i) => [line, i] as const))('takes %s', (_line, i) => {
      expect(errorsOf(i)).toEqual([]);
    });

    test.each(wrong.map(([line, message], i) => [line, message, i] as const))(
      'does not take %s',
      (_line, message, i) => {
        expect(errorsOf(right.length + i)).toEqual([expect.stringContaining(message)]);
      },
    );

    test('has no error in its own declarations', () => {
      expect(found.filter((line) => !/^\d+\.ts\(/.test(line))).toEqual([]);
    });
  },
);

test('an error has the form that the gateway gives it', () => {
  expectTypeOf<client.ErrorCode>().toEqualTypeOf<ErrorCode>();
  expectTypeOf<Omit<client.ErrorExtensions, 'code'>>().toEqualTypeOf<ErrorDetails>();
});

/** What TypeScript has to say of a folder, a line for each error. */
function compile(folder: string, resolution: string): readonly string[] {
  const config = {
    compilerOptions: {
      target: 'es2023',
      lib: ['es2023', 'dom'],
      module: resolution === 'bundler' ? 'esnext' : resolution,
      moduleResolution: resolution,
      types: [],
      strict: true,
      noEmit: true,
      // The declarations of the package are tried too.
      skipLibCheck: false,
    },
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const { stdout } = spawnSync(process.execPath, [tsc, '-p', '.', '--pretty', 'false'], {
    cwd: folder,
    encoding: 'utf8',
  });
  return stdout.split('\n').filter((line) => /^\S.*error TS\d+/.test(line));
}
