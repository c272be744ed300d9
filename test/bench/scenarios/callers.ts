import { callersOf } from '../callers.ts';
import { startIssuer } from '../issuer.ts';
import type { Circumstances, Result, Scenario } from '../scenario.ts';
import { compare } from '../side-by-side.ts';
import { startTestBed } from '../test-bed.ts';

/** Half of them have tokens of the file, and half have JWTs. */
const known = 10;

/** Queries at an even rate from callers that are known by their tokens or JWTs, beside the same where everybody may ask. */
export const callers: Scenario = async (circumstances) => {
  const { seconds } = circumstances;
  const light = [compareAt(10, seconds, circumstances), compareAt(100, seconds, circumstances)];
  for (const results of await Promise.all(light))
    for (const one of results) circumstances.report(one);
  // More queries of it tell nothing more.
  for (const one of await compareAt(1_000, seconds / 2, circumstances)) circumstances.report(one);
};

async function compareAt(
  perSecond: number,
  seconds: number,
  circumstances: Circumstances,
): Promise<readonly Result[]> {
  const { signal } = circumstances;
  const kind = 'this gateway';
  await using open = await startTestBed({ kind, signal });
  await using issuer = await startIssuer();
  const half = known / 2;
  const all = [...callersOf(Array.from({ length: half }, () => 1)), ...issuer.callersOf(half)];
  await using closed = await startTestBed({ kind, signal, callers: all });
  const sides = [
    { name: 'everybody may ask', bed: open },
    { name: `${known} callers`, bed: closed },
  ] as const;
  return await compare({ perSecond, seconds }, sides, circumstances);
}
