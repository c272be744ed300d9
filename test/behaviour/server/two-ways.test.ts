import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { OperationEnd } from '../../../src/telemetry/telemetry.ts';
import { type AnyRequest, anyRequest, names } from '../../support/any-request.ts';
import { callerNamed } from '../../support/callers.ts';
import { fetchFast } from '../../support/fast-fetch.ts';
import { createHarness } from '../../support/harness.ts';

const [everything = '', one = '', like = '', router = ''] = names();
const callers = [
  callerNamed(everything),
  callerNamed(one, { accountIds: ['multi-currency'], mayExplore: false }),
  callerNamed(like, { accountIds: ['multi-currency'], mayExplore: false }),
  callerNamed(router, { onBehalfOf: true }),
];

/** All that tells how requests were answered, one after the other, and what that took. */
async function answersOf(
  requests: readonly AnyRequest[],
  way: 'as-served' | 'yoga',
  options: Partial<Parameters<typeof createHarness>[0]>,
) {
  const ends: OperationEnd[] = [];
  const listener = () => ({
    operationEnded: (_operation: unknown, end: OperationEnd) => void ends.push(end),
  });
  const { clock, gateway, counts } = createHarness({ ...options, callers, way, listener });
  const answers = [];
  for (const { address, init, afterMs } of requests) {
    await clock.advance(afterMs);
    const answer = await clock.run(
      Promise.resolve(gateway.handler.fetch(address, { ...init, headers: { ...init.headers } })),
    );
    const { status, headers } = answer;
    const body = Buffer.from(await answer.arrayBuffer()).toString('base64');
    const told = Array.from(headers, ([name, value]) => [name.toLowerCase(), value]);
    answers.push({ status, headers: Object.fromEntries(told), body });
  }
  return {
    answers,
    calls: counts(),
    ends: ends.map(({ serving, ...end }) => ({
      ...end,
      askedAt: serving.map(({ askedAt, call }) => askedAt - call.sentAt),
    })),
  };
}

test.each([
  ['any document', {}],
  ['no introspection', { explore: false, madeUp: true }],
  ['documents of manifests', { operations: 'persisted' }],
  [
    'others told of, and few calls for each',
    { operations: 'logged', maxCalls: 2, maxAgeMs: 2_000 },
  ],
] as const)('the fast path answers as Yoga does, byte for byte: %s', async (_, options) => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyRequest, { minLength: 1, maxLength: 12 }), async (requests) => {
      const [fast, yoga] = [
        await answersOf(requests, 'as-served', options),
        await answersOf(requests, 'yoga', options),
      ];
      expect(fast).toEqual(yoga);
    }),
    { numRuns: Number(process.env['TWO_WAYS_RUNS'] ?? 60), seed: 20_261_130 },
  );
});

test('and takes most of them', async () => {
  const { gateway, clock } = createHarness({ callers });
  let [taken, all] = [0, 0];
  await fc.assert(
    fc.asyncProperty(anyRequest, async ({ address, init }) => {
      all += 1;
      if (await clock.run(fetchFast(gateway, address, init))) taken += 1;
    }),
    { numRuns: 200, seed: 1 },
  );
  expect(taken / all).toBeGreaterThan(0.2);
});
