/** Values that a leaf can be written of; by the names of their types. */
export const soundLeaves: Readonly<Record<string, readonly unknown[]>> = {
  Int: [0, 7, -5, '12', true, -0, 2 ** 31 - 1],
  Float: [0.1, 1e21, -0, '2.5', false, 1e-7],
  String: [
    '',
    'plain',
    'quoted "so"',
    'back\\slash',
    'two\nlines',
    '\u2028',
    '\ud83d\ude00',
    '\ud800',
    5,
    true,
  ],
  Boolean: [true, false, 1, 0],
  ID: ['id', 7, 'a/b?c="d"', '\udc00'],
  Color: ['r', 2, 'blue'],
  Odd: ['text', 3, NaN, false, [1, null, 'two'], { deep: { list: [undefined] } }, new Date(0)],
};

/** And others that none can be. */
export const badLeaves: Readonly<Record<string, readonly unknown[]>> = {
  Int: [2 ** 31, 1.5, NaN, 'no number', '', {}],
  Float: [NaN, Infinity, 'no number', [1]],
  String: [{}, Symbol('text'), NaN],
  Boolean: ['true', NaN, {}],
  ID: [1.5, true, {}],
  Color: ['RED', 'grey', {}],
  Odd: ['throws', 'gives null', 'gives undefined'],
};
