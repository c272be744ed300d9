import { writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { pino } from 'pino';
import { expect, onTestFinished, test, afterAll } from 'vitest';
import type { KnownCallers } from '../../../src/callers/known-callers.ts';
import { watchCallers } from '../../../src/callers/watch-callers.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { file, read, refusal, digest, one, jwt, removeFile } from '../../support/callers-file.ts';

afterAll(removeFile);

test('no refusal quotes the file', () => {
  const mark = 'S3cr3t';
  const secret = fc.string({ unit: 'binary', maxLength: 20 }).map((text) => `${text}${mark}`);
  const value = fc.oneof(secret, fc.constantFrom(true, 1, null, 'all', [digest]), fc.array(secret));
  const fields = (names: readonly string[]) =>
    fc.record(Object.fromEntries(names.map((name) => [name, value])), { requiredKeys: [] });
  const caller = fc.oneof(
    fields(['name', 'tokens', 'accounts', 'weight', 'mayExplore', 'onBehalfOf']),
    secret.map((text) => ({ ...one, [text]: text })),
    secret.map((text) => ({ ...one, tokens: [text] })),
  );
  const issuer = fc.oneof(
    fields(['issuer', 'audience', 'algorithms', 'jwksUrl', 'claims']),
    secret.map((text) => ({ ...jwt, claims: { [text]: text } })),
  );
  const content = fc.record({ callers: fc.array(caller, { maxLength: 3 }), jwt: issuer });
  const broken = content.map((all) => JSON.stringify(all).slice(1));
  fc.assert(
    fc.property(fc.oneof(content, broken, secret), (all) => {
      expect(refusal(all)).not.toContain(mark);
    }),
  );
});

test('a change is heard at each SIGHUP; what cannot be used changes nothing and is told without what it holds', () => {
  const lines: string[] = [];
  const used: KnownCallers[] = [];
  read({ callers: [one] });
  const { stop } = watchCallers({
    file,
    clock: createManualClock(),
    replace: (known) => void used.push(known),
    log: pino({ level: 'info' }, { write: (line) => void lines.push(line) }),
  });
  onTestFinished(stop);
  process.emit('SIGHUP');
  writeFileSync(
    file,
    JSON.stringify({ callers: [{ name: 'do-not-show', tokens: ['do-not-show'] }] }),
  );
  process.emit('SIGHUP');
  writeFileSync(file, JSON.stringify({ jwt }));
  process.emit('SIGHUP');
  expect(used.map(({ callers }) => callers.length)).toEqual([1, 0]);
  expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([
    { msg: 'callers reloaded', callers: 1, jwt: false },
    { msg: 'callers not reloaded', reason: expect.stringContaining('entry 1: tokens') },
    { msg: 'callers reloaded', callers: 0, jwt: true },
  ]);
  expect(lines.join()).not.toContain('do-not-show');
});
