import { describe, expect, test } from 'vitest';
import { parseSettings } from '../../../src/settings/settings.ts';

test.each([
  [{}, true],
  [{ HOST: 'localhost' }, true],
  [{ HOST: '::1' }, true],
  [{ HOST: '0.0.0.0' }, false],
  [{ HOST: '::' }, false],
  [{ HOST: '192.168.0.7' }, false],
  [{ HOST: '0.0.0.0', EXPLORE: '' }, false],
  [{ HOST: '0.0.0.0', EXPLORE: 'true' }, true],
  [{ EXPLORE: 'false' }, false],
])('beyond loopback nobody may explore, unless it is said: %j', (env, explore) => {
  // What a gateway beyond loopback has to be told besides is no matter of this.
  expect(parseSettings({ ALLOW_ANONYMOUS: 'true', EMBEDDED: 'true', ...env })).toMatchObject({
    explore,
  });
});

test.each(['any', 'logged', 'persisted'])('documents may be limited to %s', (operations) => {
  expect(parseSettings({ OPERATIONS: operations })).toMatchObject({ operations });
});

describe('what cannot be meant is refused:', () => {
  test.each([
    [{ OPERATIONS: 'none' }, 'OPERATIONS must be one of any, logged, persisted'],
    [{ EXPLORE: 'yes' }, 'EXPLORE must be one of true, false'],
    [{ MAX_CALLS: '0' }, 'MAX_CALLS must be a whole number from 1 to 100000'],
  ])('%j', (env, message) => {
    expect(() => parseSettings(env)).toThrow(message);
  });
});

test('an operation may be bounded by its calls', () => {
  expect(parseSettings({ MAX_CALLS: '20' })).toMatchObject({ maxCalls: 20 });
  expect(parseSettings({ MAX_CALLS: '' })).toMatchObject({ maxCalls: null });
});
