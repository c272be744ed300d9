import { createMetrics } from '../../src/telemetry/metrics.ts';
import type { FileStanding } from '../../src/settings/follow-file.ts';
import { unreadyReasons } from '../../src/server/readiness.ts';
import { createHarness } from './harness.ts';
import { sawOutput } from './outputs.ts';
import { readPrometheusText, type Sample, sumOf } from './prometheus-text.ts';

interface MeasuredOptions extends NonNullable<Parameters<typeof createHarness>[0]> {
  readonly files?: () => readonly FileStanding[];
  readonly version?: string;
  readonly droppedLines?: () => number;
}

/** The gateway, and what its metrics tell. */
export function createMeasured({
  files = () => [],
  version = '1.2.3',
  droppedLines = () => 0,
  telemetry = [],
  ...options
}: MeasuredOptions = {}) {
  const metrics = createMetrics({
    version,
    madeUp: options.madeUp ?? false,
    unreadyReasons,
    standing: () => harness.gateway.standing,
    files,
    droppedLines,
  });
  const harness = createHarness({ ...options, telemetry: [metrics.telemetry, ...telemetry] });

  async function families() {
    const text = await metrics.read();
    sawOutput('answer', text);
    return readPrometheusText(text);
  }

  async function samples(name: string): Promise<readonly Sample[]> {
    const all = [...(await families()).values()].flatMap((family) => family.samples);
    return all.filter((sample) => sample.name === name);
  }

  return {
    ...harness,
    metrics,
    families,
    samples,
    /** The sum of all samples of a name that have these labels. */
    value: async (name: string, labels: Readonly<Record<string, string>> = {}) =>
      sumOf(await families(), name)(labels),
  };
}
