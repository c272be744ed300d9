import type { Logger } from 'pino';
import { SettingsError } from '../settings/settings-error.ts';
import type { Clock } from '../time/clock.ts';
import { type Environment, variable } from './environment.ts';
import type { Telemetry } from './telemetry.ts';

/** Where traces go, in the order in which it is looked for. */
const endpoints = ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'OTEL_EXPORTER_OTLP_ENDPOINT'];

/** Traces on their way to a collector. */
export interface Traces {
  readonly telemetry: Telemetry;
  /** Sends what is left, for two seconds at most. */
  close(): Promise<void>;
}

/**
 * Traces as the standard variables of OpenTelemetry ask for them; null where they do not, and then nothing of
 * OpenTelemetry is loaded.
 * @throws SettingsError when the address that they are to be sent to is none
 */
export async function loadTraces(
  environment: Environment,
  parts: { readonly clock: Clock; readonly log: Logger },
): Promise<Traces | null> {
  if (!areWanted(environment)) return null;
  const { startTraces } = await import('./start-traces.ts');
  return startTraces(environment, parts);
}

function areWanted(environment: Environment): boolean {
  const named = endpoints.find((name) => variable(environment, name) !== undefined);
  if (named === undefined || variable(environment, 'OTEL_SDK_DISABLED')?.toLowerCase() === 'true') {
    return false;
  }
  const exporters = variable(environment, 'OTEL_TRACES_EXPORTER') ?? 'otlp';
  if (!exporters.split(',').some((one) => one.trim() === 'otlp')) return false;
  // OpenTelemetry itself would send them to its default address instead.
  if (!/^https?:$/.test(URL.parse(variable(environment, named) ?? '')?.protocol ?? '')) {
    throw new SettingsError(`${named} must be an http or https URL, such as http://127.0.0.1:4318`);
  }
  return true;
}
