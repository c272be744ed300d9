/** The variables that OpenTelemetry names; they are its own, and none of the gateway's settings. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** An empty one is one that is not set, as OpenTelemetry has it. */
export function variable(environment: Environment, name: string): string | undefined {
  return environment[name]?.trim() || undefined;
}
