import { test } from 'vitest';
import { askAtOnce, honest, percentile, wild } from '../../support/callers-at-once.ts';
const out = (s: string) => process.stderr.write(`# ${s}\n`);
test.each([0.25, 0.5, 0.75])('fair %s', { timeout: 200_000 }, async (perSecond) => {
  const nine = Array.from({ length: 9 }, (_, i) => ({
    name: `honest${i}`,
    perSecond,
    question: honest,
  }));
  const alone = await askAtOnce(nine, 120_000);
  const beside = await askAtOnce(
    [...nine, { name: 'wild', perSecond: perSecond * 100, question: wild }],
    120_000,
  );
  for (const [what, { fates, harness }] of [
    ['alone', alone],
    ['beside', beside],
  ] as const) {
    const all = [...fates].flatMap(([name, { tookMs }]) => (name === 'wild' ? [] : tookMs));
    const refused = [...fates].reduce(
      (sum, [name, { refused: r }]) => sum + (name === 'wild' ? 0 : r),
      0,
    );
    const w = fates.get('wild');
    out(
      `${perSecond} ${what} n ${all.length} p50 ${percentile(all, 0.5)} p99 ${percentile(all, 0.99)} max ${Math.max(...all)} refused ${refused} wild ${w?.tookMs.length} / ${w?.refused} calls ${harness.exchange.calls.length}`,
    );
  }
});
