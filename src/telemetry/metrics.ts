import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import type { AccountLoader } from '../loading/account-loader.ts';
import type { FileStanding } from '../settings/follow-file.ts';
import { createAccountGauges } from './account-gauges.ts';
import { createAccountNames } from './account-names.ts';
import { createCallMetrics } from './call-metrics.ts';
import { createOperationMetrics } from './operation-metrics.ts';
import { createRequestMetrics, type EndedRequest } from './request-metrics.ts';
import { createStandingGauges, type Standing } from './standing-gauges.ts';
import type { Telemetry } from './telemetry.ts';

/** Where metrics are taken from that nobody is told of when they change. */
export interface MetricsSources {
  readonly version: string;
  /** Whether an embedded exchange serves. */
  readonly madeUp: boolean;
  /** Why no queries are to be sent, all reasons that there can be. */
  readonly unreadyReasons: readonly string[];
  /** How the gateway stands. It is not asked for before something has happened, or is read. */
  readonly standing: () => Standing & {
    readonly loaders: () => ReadonlyMap<string, AccountLoader>;
  };
  /** Lines of the log that were dropped since the start. */
  readonly droppedLines: () => number;
  readonly files: () => readonly FileStanding[];
  /** Whether to tell what Node knows of the process: processor time, memory, open files, delay of the event loop. Default: no. */
  readonly ofProcess?: boolean;
}

/** What happens and how everything stands, in numbers for Prometheus. */
export interface Metrics {
  readonly telemetry: Telemetry;
  requestEnded(request: EndedRequest): void;
  /** Everything as it is by now, in the text format of Prometheus. */
  read(): Promise<string>;
  readonly contentType: string;
}

/** How often the event loop is looked at. Each look wakes the process, so it is not each 10 ms. Unit: milliseconds. */
const eventLoopMonitoringPrecision = 100;

/** Metrics of one gateway; several in a process know nothing of each other. */
export function createMetrics(sources: MetricsSources): Metrics {
  const { version, madeUp, ofProcess = false, standing } = sources;
  const registry = new Registry();
  const loaders = () => standing().loaders();
  const names = createAccountNames(loaders);
  const calls = createCallMetrics(registry, names);
  const accounts = createAccountGauges(registry, names);
  const showStanding = createStandingGauges(registry, sources.unreadyReasons);
  const registers = [registry];
  new Gauge({
    name: 'okx_gateway_made_up',
    help: '1 where the embedded exchange answers: accounts and figures are made up.',
    registers,
  }).set(Number(madeUp));
  new Gauge({
    name: 'target_info',
    help: 'Which program this is, and of which version.',
    labelNames: ['service_name', 'service_version'],
    registers,
  }).set({ service_name: 'okx-account-gateway', service_version: version }, 1);
  const dropped = new Counter({
    name: 'okx_gateway_log_lines_dropped_total',
    help: 'Lines of the log that could not be written, and not be held any longer.',
    registers,
  });
  let droppedBefore = 0;
  if (ofProcess) collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision });
  let shown: ReadonlyMap<string, unknown> | null = null;

  return {
    telemetry: {
      callEnded: calls.callEnded,
      answerMalformed: calls.answerMalformed,
      callsStopped: accounts.callsStopped,
      ...createOperationMetrics(registry),
    },
    requestEnded: createRequestMetrics(registry),
    contentType: registry.contentType,
    async read() {
      const served = loaders();
      if (served !== shown) await calls.forgetOthers();
      shown = served;
      accounts.show(served);
      const droppedNow = sources.droppedLines();
      dropped.inc(droppedNow - droppedBefore);
      droppedBefore = droppedNow;
      showStanding(standing(), sources.files());
      return registry.metrics();
    },
  };
}
