import fc from 'fast-check';
import type { Field, ObjectDeclaration } from '../../src/endpoints/declare.ts';

/** Values that no field can hold, or only some can. */
const odd: readonly unknown[] = [
  null,
  '',
  0,
  1.5,
  -1,
  true,
  false,
  [],
  {},
  [['1']],
  [null, '', 7, []],
  { ccy: 'BTC' },
  'true',
  '1e-8',
  '12.5.1',
  ' 1',
  '1\n',
  '-',
  '0x10',
  'NaN',
  '1'.repeat(41),
  '9'.repeat(5_000),
  'A'.repeat(65),
  '\ud800',
  'no-such-code',
  'yesterday',
  '9'.repeat(16),
];

const sound: Readonly<
  Record<Exclude<Field['kind'], 'code' | 'codeList' | 'list'>, readonly unknown[]>
> = {
  instrument: ['BTC-USDT', 'BTC-USDT-SWAP'],
  currency: ['BTC', 'A'.repeat(64), '币'],
  text: ['a word'],
  decimal: [
    '0',
    '-0',
    '00.10',
    '10679688.0460531643092577',
    `-${'9'.repeat(40)}.${'1'.repeat(40)}`,
  ],
  time: ['0', '1705449605015', '9'.repeat(15)],
  level: ['0', '3', '007'],
  flag: [true, false, 'true', 'false'],
};

/** Names that are no field of any object, some of which every object has. */
const undeclared = ['__proto__', 'constructor', 'toString', 'accountId', 'asOf', 'surprise'];

/** The JSON of an object as the exchange should send it, but for what is missing, wrong, there twice or not declared. */
function oddObject({ fields }: ObjectDeclaration): fc.Arbitrary<string> {
  const members = [
    ...Object.entries(fields).map(([name, field]) => member(name, oddValue(field))),
    ...undeclared.map((name) => member(name, json(oneOf(odd)))),
  ];
  return fc
    .array(fc.oneof(...members), { maxLength: members.length, size: 'max' })
    .map((drawn) => `{${drawn.join(',')}}`);
}

/** The JSON of a list of them, of which some are none. */
export const oddList = (object: ObjectDeclaration, maxLength: number): fc.Arbitrary<string> =>
  fc
    .array(fc.oneof({ arbitrary: oddObject(object), weight: 9 }, json(oneOf(odd))), { maxLength })
    .map((drawn) => `[${drawn.join(',')}]`);

function oddValue(field: Field): fc.Arbitrary<string> {
  if (field.kind === 'list') {
    return fc.oneof({ arbitrary: oddList(field.of, 3), weight: 3 }, json(oneOf(odd)));
  }
  const right =
    field.kind === 'code' || field.kind === 'codeList'
      ? Object.values(field.codes.values).map(({ wire }) => wire)
      : sound[field.kind];
  return json(fc.oneof(oneOf(right), oneOf(odd)));
}

const oneOf = (values: readonly unknown[]) => fc.constantFrom(...values);
const json = (value: fc.Arbitrary<unknown>) => value.map((one) => JSON.stringify(one));
const member = (name: string, value: fc.Arbitrary<string>) =>
  value.map((text) => `${JSON.stringify(name)}:${text}`);
