import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  isEnumType,
  isInputObjectType,
  isObjectType,
  isScalarType,
  parse,
  print,
  visit,
} from 'graphql';
import { afterEach, describe, expect, test } from 'vitest';
import { findChanges } from '../../codegen.ts';
import { type AccountMode, accountModes, type Endpoint } from '../../src/endpoints/declare.ts';
import { endpoints } from '../../src/endpoints/endpoints.ts';
import { schema } from '../../src/graph/schema.ts';
import { readPage } from '../support/markdown.ts';
import { copyProject } from '../support/project-copy.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const cleanUps: (() => unknown)[] = [];

afterEach(() => {
  for (const cleanUp of cleanUps.splice(0)) cleanUp();
});

test('the files derived from the code are up to date, and no client breaks unannounced', () => {
  const { status, stdout, stderr } = check(root);
  // What is dangerous is no failure, but nobody should miss it.
  process.stdout.write(stdout);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

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

  test('the fields of rows, of which there may be very many, are properties, for which no resolver runs', () => {
    for (const name of ['CurrencyDetail', 'MaxAvail', 'MaxLoan', 'MaxWithdrawal']) {
      const type = schema.getType(name);
      if (!isObjectType(type)) throw new Error(`${name} is missing`);
      const resolved = Object.values(type.getFields()).filter(
        ({ extensions, resolve }) => resolve && !extensions['pothosExposedField'],
      );
      const others = resolved.filter(({ name: field }) => !edges.has(`${name}.${field}`));
      // Worked out, and only where it is asked for.
      const workedOut = name === 'MaxAvail' ? ['buyCcy', 'id', 'sellCcy'] : ['id'];
      expect(others.map(({ name: field }) => field).toSorted()).toEqual(workedOut);
    }
  });
});

/** Fields that lead to other objects and therefore load. */
const edges = new Set([
  'CurrencyDetail.currency',
  'CurrencyDetail.maxLoans',
  'CurrencyDetail.maxWithdrawal',
  'MaxAvail.instrument',
]);

test('the reference has every field of every endpoint, with its unit and its account modes', () => {
  const page = readPage('schema/reference.md');
  for (const { declaration } of endpoints) {
    const { name, path, row, within }: Endpoint = declaration;
    expect(page.text).toContain(`\n## ${name}\n`);
    expect(page.text).toContain(`GET ${path}`);
    const fields = [...Object.entries(within?.object.fields ?? {}), ...Object.entries(row.fields)];
    for (const [field, { kind, unit = '', modes, emptyIn, meaning }] of fields) {
      if (kind === 'list') continue;
      const named = (some: readonly AccountMode[]) =>
        some.length === 4 ? 'all' : some.map((mode) => accountModes[mode]).join(', ');
      const seen = emptyIn ? `all but ${named(emptyIn)}, as seen` : '';
      const told = modes ? named(modes) : seen;
      expect(page.text).toMatch(
        new RegExp(`^\\| \`${field}\` \\|.*\\| ${unit} \\| ${told} \\| `, 'm'),
      );
      expect(page.text).toContain(meaning);
    }
  }
});

describe('what breaks a client of the last release', () => {
  test('is named, also where an operation of the contract asks for it', () => {
    const folder = copyProject();
    cleanUps.push(() => rmSync(folder, { recursive: true }));
    edit(folder, 'src/endpoints/max-withdrawal/declaration.ts', 'maxWdEx:', 'maxWdWithLoan:');
    const { status, stderr } = check(folder);
    expect(status).toBe(1);
    expect(stderr).toContain("- Field 'maxWdEx' was removed from object type 'MaxWithdrawal'\n");
    expect(stderr).toMatch(
      /^- schema\/operations\/.+\.graphql:\d+, WhatCanLeave: Cannot query field "maxWdEx"/m,
    );
    expect(stderr).not.toContain('    at ');
    expect(stderr).not.toContain('An operation');
  });

  const released = withoutDescriptions(readFileSync(join(root, 'schema/released.graphql'), 'utf8'));

  test.each([
    [
      'a field has another name',
      ['  maxWdEx: Decimal', '  maxWdWithLoan: Decimal'],
      "Field 'maxWdEx' was removed from object type 'MaxWithdrawal'",
    ],
    [
      'a value of an enum is gone',
      ['  SPOT_ISOLATED', ''],
      "Enum value 'SPOT_ISOLATED' was removed from enum 'TradeMode'",
    ],
    [
      'an argument is asked for that was not there',
      ['  accounts: [', '  accounts(mode: TradeMode!): ['],
      "Argument 'mode: TradeMode!' added to field 'Query.accounts'",
    ],
    [
      'an argument can no longer be left out',
      ['  account(id: ID', '  account(id: ID!'],
      "Type for argument 'id' on field 'Query.account' changed from 'ID' to 'ID!'",
    ],
    [
      'a field may be null that never was',
      ['  rateBudgets: [RateBudget!]!', '  rateBudgets: [RateBudget!]'],
      "Field 'Account.rateBudgets' changed type from '[RateBudget!]!' to '[RateBudget!]'",
    ],
  ] as const)('is named: %s', async (_name, [before, after], sentence) => {
    const current = edited(released, before, after);
    expect(await findChanges(released, current, '')).toEqual({
      unlisted: [sentence],
      dangerous: [],
    });
    const listed = `## Unreleased\n\n### Breaking\n\n- ${sentence}: do without.\n\n## 0.1.0\n`;
    expect(await findChanges(released, current, listed)).toEqual({ unlisted: [], dangerous: [] });
  });

  test('counts as listed only where breaking changes of the next release stand', async () => {
    const sentence = "Field 'maxWdEx' was removed from object type 'MaxWithdrawal'";
    const current = edited(released, '  maxWdEx: Decimal', '');
    for (const changelog of [
      `## Unreleased\n\n### Added\n\n- ${sentence}\n`,
      `## Unreleased\n\n### Breaking\n\n- Not ${sentence}\n`,
      `## Unreleased\n\n### Breaking\n\n### Added\n\n- ${sentence}\n`,
      `## Unreleased\n\n## 0.1.0\n\n### Breaking\n\n- ${sentence}\n`,
    ]) {
      expect((await findChanges(released, current, changelog)).unlisted).toEqual([sentence]);
    }
  });

  test('is not what is merely new; where that may surprise, it is told apart', async () => {
    const current = edited(
      edited(released, '  SPOT_ISOLATED', '  SPOT_ISOLATED\n  PORTFOLIO'),
      '  maxWdEx: Decimal',
      '  maxWdEx: Decimal\n  maxWdNow: Decimal',
    );
    expect(await findChanges(released, current, '')).toEqual({
      unlisted: [],
      dangerous: ["Enum value 'PORTFOLIO' was added to enum 'TradeMode'"],
    });
  });

  test('fails the check until the changelog has it, in the words of the check', () => {
    const folder = copyProject();
    cleanUps.push(() => rmSync(folder, { recursive: true }));
    edit(folder, 'src/endpoints/max-withdrawal/declaration.ts', 'spotOffsetMaxWdEx:', 'offsetWd:');
    edit(folder, 'src/endpoints/balance/codes.ts', "ACTIVE: ['active'", "LENT: ['active'");
    expect(check(folder).stderr).toMatch(/^Stale: schema\/schema\.graphql, .*npm run codegen/m);

    expect(spawnSync(process.execPath, ['codegen.ts'], { cwd: folder }).status).toBe(0);
    const unlisted = check(folder);
    expect(unlisted.status).toBe(1);
    expect(unlisted.stdout.trimEnd().split('\n').toSorted()).toEqual([
      "- Argument 'after: ID' added to field 'Query.accounts'",
      "- Argument 'first: Int' added to field 'Query.accounts'",
      "- Enum value 'LENT' was added to enum 'AutoLendStatus'",
      'Dangerous for clients of the last release:',
    ]);
    const [title, ...lines] = unlisted.stderr.trimEnd().split('\n');
    expect(title).toContain('CHANGELOG.md');
    expect(lines.toSorted()).toEqual([
      "- Enum value 'ACTIVE' was removed from enum 'AutoLendStatus'",
      "- Field 'spotOffsetMaxWdEx' was removed from object type 'MaxWithdrawal'",
    ]);

    const breaking = `## Unreleased\n\n### Breaking\n\n${lines.join('\n')}\n`;
    edit(folder, 'CHANGELOG.md', '## Unreleased\n', breaking);
    expect(check(folder)).toMatchObject({ status: 0, stderr: '' });
  });
});

function check(folder: string) {
  return spawnSync(process.execPath, ['codegen.ts', '--check'], { cwd: folder, encoding: 'utf8' });
}

function edit(folder: string, path: string, before: string, after: string): void {
  const file = join(folder, path);
  writeFileSync(file, edited(readFileSync(file, 'utf8'), before, after));
}

function withoutDescriptions(text: string): string {
  return print(
    visit(parse(text), {
      enter: (node) => ('description' in node ? { ...node, description: undefined } : undefined),
    }),
  );
}

/** A text with one place of it changed. */
function edited(text: string, before: string, after: string): string {
  if (text.split(before).length !== 2) throw new Error(`Not in one place: ${before}`);
  return text.replace(before, after);
}
