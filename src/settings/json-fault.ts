/** Where a text ceases to be JSON, counted from 1. */
interface JsonFault {
  readonly line: number;
  readonly column: number;
  /** Whether something was to follow a comma, and a bracket does. */
  readonly isAfterComma: boolean;
}

type Expected = 'value' | 'value or ]' | 'key' | 'key or }' | ':' | ', or end' | 'nothing';

const space = /[ \t\r\n]*/y;
const scalar = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/y;
/** As far as it is right: the quote at the end may be missing. */
const string = /"(?:[ !#-[\]-\uffff]+|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*/y;

/**
 * Finds where a text that is no JSON goes wrong. Node tells that for some texts only, and quotes them, which may hold
 * secrets.
 */
export function findJsonFault(text: string): JsonFault {
  const open: string[] = [];
  let expected: Expected = 'value';
  let before = '';
  let at = 0;

  const lengthOf = (pattern: RegExp): number => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0].length ?? 0;
  };
  const afterValue = (): Expected => (open.length === 0 ? 'nothing' : ', or end');

  /** What is expected after the token that begins here; null where none may. */
  function take(token: string): Expected | null {
    const isValue = expected.startsWith('value');
    if (isValue && (token === '{' || token === '[')) {
      open.push(token);
      at += 1;
      return token === '{' ? 'key or }' : 'value or ]';
    }
    if (token === '"' && (isValue || expected.startsWith('key'))) {
      at += lengthOf(string);
      if (text[at] !== '"') return null;
      at += 1;
      return isValue ? afterValue() : ':';
    }
    if (isValue && token !== ']') {
      const length = lengthOf(scalar);
      at += length;
      return length === 0 ? null : afterValue();
    }
    return takeSign(token);
  }

  function takeSign(token: string): Expected | null {
    const isIn = open.at(-1) ?? '';
    const next = signs[`${expected} ${isIn}${token}`];
    if (next === undefined) return null;
    at += 1;
    if (next !== 'end') return next;
    open.pop();
    return afterValue();
  }

  for (;;) {
    at += lengthOf(space);
    const next = take(text[at] ?? '');
    if (next === null)
      return { ...placeOf(text, at), isAfterComma: before === ',' && /[\]}]/.test(text[at] ?? '') };
    before = text[at - 1] ?? '';
    expected = next;
  }
}

/** What follows a sign, by what was expected and the bracket that is open. */
const signs: Readonly<Record<string, Expected | 'end'>> = {
  ': {:': 'value',
  ', or end {,': 'key',
  ', or end [,': 'value',
  ', or end {}': 'end',
  ', or end []': 'end',
  'key or } {}': 'end',
  'value or ] []': 'end',
};

function placeOf(text: string, at: number): { readonly line: number; readonly column: number } {
  const lines = text.slice(0, at).split(/\r\n|\r|\n/);
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
}
