import { describe, expect, test } from 'vitest';
import { judge } from './judge.ts';

const [sell, buy] = [
  { instId: 'A-B', side: 'SELL' },
  { instId: 'A-B', side: 'BUY' },
];
const expected = { details: [{ ccy: 'A', eq: '1' }, null], maxLoan: [sell, buy, sell, buy] };
const errors = [
  { message: '', extensions: { code: 'BUDGET_EXHAUSTED', retryAfterMs: 100 } },
  { message: '', extensions: { code: 'BUDGET_EXHAUSTED', retryAfterMs: 900 } },
];
const outcomeOf = (answer: unknown) => judge(JSON.stringify(answer), expected).outcome;

describe('an answer without errors', () => {
  test('is right when it is the expected one, in whatever order its fields come', () => {
    expect(outcomeOf({ data: expected })).toBe('right');
    const { details, maxLoan } = expected;
    expect(outcomeOf({ data: { maxLoan, details } })).toBe('right');
  });

  test('is right whatever it says beside its data', () => {
    const extensions = { noRows: [] };
    expect(outcomeOf({ data: expected, extensions })).toBe('right');
    expect(outcomeOf({ extensions, data: expected })).toBe('right');
    expect(outcomeOf({ data: { ...expected, details: [null, null] }, extensions })).toBe('wrong');
  });

  test('is wrong when a value differs or is missing', () => {
    expect(outcomeOf({ data: { ...expected, details: [{ ccy: 'A', eq: '2' }, null] } })).toBe(
      'wrong',
    );
    expect(outcomeOf({ data: { ...expected, details: [null, null] } })).toBe('wrong');
    expect(outcomeOf({ data: null })).toBe('wrong');
  });
});

describe('an answer with errors', () => {
  test('has failed when what it holds is as expected', () => {
    expect(outcomeOf({ errors })).toBe('failed');
    expect(outcomeOf({ data: null, errors })).toBe('failed');
    expect(outcomeOf({ data: { details: [null, null], maxLoan: [null, sell, buy] }, errors })).toBe(
      'failed',
    );
  });

  test('is wrong when something in it is not, or stands in another place', () => {
    expect(outcomeOf({ data: { details: [{ ccy: 'A', eq: '2' }, null] }, errors })).toBe('wrong');
    expect(outcomeOf({ data: { details: [null, { ccy: 'A', eq: '1' }] }, errors })).toBe('wrong');
    expect(outcomeOf({ data: { maxLoan: [null, { ...sell, side: 'NONE' }] }, errors })).toBe(
      'wrong',
    );
  });

  test('tells each code once, and the longest time to wait', () => {
    expect(judge(JSON.stringify({ errors }), expected)).toEqual({
      outcome: 'failed',
      codes: ['BUDGET_EXHAUSTED'],
      retryAfterMs: 900,
    });
  });
});

test('what is not JSON is no answer', () => {
  expect(judge('<html>', expected)).toMatchObject({
    outcome: 'failed',
    codes: ['no answer: not JSON'],
  });
});
