import { createMetrics } from '../../src/telemetry/metrics.ts';
import type { FileStanding } from '../../src/settings/follow-file.ts';
import { unreadyReasons } from '../../src/server/readiness.ts';
import { createHarness } from './harness.ts';
import { sawOutput } from './outputs.ts';
import { readPrometheusText, type Sample } from './prometheus-text.ts';

interface MeasuredOptions extends NonNullable<Parameters<typeof createHarness>[0]> {
  readonly files?: readonly FileStanding[];
  readonly version?: string;
  readonly droppedLines?: () => number;
}

/** The gateway, and what its metrics tell. */
export function createMeasured({
  files = [],
  version = '1.2.3',
  droppedLines = () => 0,
  ...options
}: MeasuredOptions = {}) {
  const metrics = createMetrics({
    version,
    madeUp: options.madeUp ?? false,
    unreadyReasons,
    standing: () => harness.gateway.standing,
    files: () => files,
    droppedLines,
  });
  const harness = createHarness({ ...options, telemetry: [metrics.telemetry] });

  async function families() {
    const text = await metrics.read();
    sawOutput('answer', text);
    return readPrometheusText(text);
  }

  async function samples(name: string): Promise<readonly Sample[]> {
    const [family = ''] = /^\w+?(?=_(?:bucket|sum|count)$|$)/.exec(name) ?? [];
    const found = (await families()).get(family)?.samples ?? [];
    return found.filter((sample) => sample.name === name);
  }

  return {
    ...harness,
    metrics,
    families,
    samples,
    /** The sum of all samples of a name that have these labels. */
    async value(name: string, labels: Readonly<Record<string, string>> = {}): Promise<number> {
      const wanted = Object.entries(labels);
      return (await samples(name))
        .filter((sample) => wanted.every(([key, content]) => sample.labels[key] === content))
        .reduce((sum, sample) => sum + sample.value, 0);
    },
  };
}
