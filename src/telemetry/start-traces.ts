import { setTimeout as delay } from 'node:timers/promises';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import {
  defaultResource,
  detectResources,
  resourceAttributesEnvDetector,
  resourceFromAttributes,
  serviceInstanceIdDetector,
  serviceNameEnvDetector,
} from '@opentelemetry/resources';
import {
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  type Sampler,
  type SpanExporter,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { Logger } from 'pino';
import type { Clock } from '../time/clock.ts';
import { createThrottle } from '../time/throttle.ts';
import { type Environment, variable } from './environment.ts';
import type { Traces } from './load-traces.ts';
import { createSampler } from './sampler.ts';
import { createTraces } from './traces.ts';

const serviceName = 'okx-account-gateway';
/** How long the end of the process waits for a collector. */
const closesWithinMs = 2_000;

interface StartParts {
  readonly clock: Clock;
  readonly log: Logger;
}

/** Sends traces to where the variables say. What they say of exporter and resource is read by OpenTelemetry itself. */
export function startTraces(environment: Environment, { clock, log }: StartParts): Traces {
  const read = (name: string) => variable(environment, name);
  const ignore = (name: string, reason: string) => {
    log.warn({ variable: name, reason }, 'traces: variable ignored');
  };

  function sampler(): Sampler {
    const name = read('OTEL_TRACES_SAMPLER') ?? '';
    const named = createSampler(name, read('OTEL_TRACES_SAMPLER_ARG'));
    if (name !== '' && !named) ignore('OTEL_TRACES_SAMPLER', 'no sampler of this name');
    return named ?? new ParentBasedSampler({ root: new AlwaysOnSampler() });
  }

  /** Where a count is not set, the default is OpenTelemetry's. */
  function counts(names: Readonly<Record<string, string>>): Readonly<Record<string, number>> {
    const known = Object.entries(names).flatMap(([option, name]) => {
      const text = read(name);
      if (text === undefined) return [];
      if (/^[1-9]\d{0,8}$/.test(text)) return [[option, Number(text)] as const];
      ignore(name, 'not a whole number above 0');
      return [];
    });
    return Object.fromEntries(known);
  }

  const protocol =
    read('OTEL_EXPORTER_OTLP_TRACES_PROTOCOL') ?? read('OTEL_EXPORTER_OTLP_PROTOCOL');
  if (protocol !== undefined && protocol !== 'http/json') {
    ignore('OTEL_EXPORTER_OTLP_PROTOCOL', 'only http/json is spoken');
  }
  const provider = new TracerProvider({
    sampler: sampler(),
    resource: defaultResource()
      .merge(resourceFromAttributes({ 'service.name': serviceName }))
      .merge(
        detectResources({
          detectors: [
            serviceInstanceIdDetector,
            resourceAttributesEnvDetector,
            serviceNameEnvDetector,
          ],
        }),
      ),
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: tellFailures(
          new OTLPTraceExporter(),
          createThrottle(clock, (reason, times) => {
            log.warn({ reason, times }, 'traces not exported');
          }),
        ),
        ...counts({
          scheduledDelayMillis: 'OTEL_BSP_SCHEDULE_DELAY',
          exportTimeoutMillis: 'OTEL_BSP_EXPORT_TIMEOUT',
          maxQueueSize: 'OTEL_BSP_MAX_QUEUE_SIZE',
          maxExportBatchSize: 'OTEL_BSP_MAX_EXPORT_BATCH_SIZE',
        }),
      }),
    ],
  });
  return {
    telemetry: createTraces(provider.getTracer(serviceName), clock),
    async close() {
      await Promise.race([provider.shutdown().catch(() => {}), delay(closesWithinMs)]);
    },
  };
}

/** The same exporter, which says why spans did not get through. */
function tellFailures(exporter: SpanExporter, tell: (reason: string) => void): SpanExporter {
  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        if (result.error) tell(reasonOf(result.error));
        done(result);
      });
    },
    shutdown: () => exporter.shutdown(),
  };
}

/** Messages of socket errors name addresses; their codes do not, and a status is told by its number. */
function reasonOf(error: Error): string {
  if (!('code' in error)) return error.message;
  return typeof error.code === 'number' ? `HTTP ${error.code}` : String(error.code);
}
