import { expect, test } from 'vitest';
import { exponentOf } from './exponent.ts';

const sizes = [1, 2, 5, 10, 200];

test.each([-1, 0, 0.5, 1, 2])('what grows with the power of %d has that exponent', (power) => {
  const points = sizes.map((size) => ({ size, us: 7 * size ** power }));
  expect(exponentOf(points)).toBeCloseTo(power, 12);
});

test('what does not grow evenly has the exponent of the straight line that fits best', () => {
  const points = [1, 10, 100].map((size, at) => ({ size, us: [1, 1, 100][at] ?? 0 }));
  expect(exponentOf(points)).toBeCloseTo(1, 12);
});
