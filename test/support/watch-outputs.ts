// Begins each file of tests: none of them may have a secret come out, whatever it is about.
import { afterAll, afterEach, expect } from 'vitest';
import { takeLeaks } from './outputs.ts';
import { watchHttp } from './watch-http.ts';

watchHttp();

afterEach(tellLeaks);
// Of what went on between tests, and of processes that end after the last.
afterAll(tellLeaks);

function tellLeaks(): void {
  expect(takeLeaks(), 'secrets that came out').toEqual([]);
}
