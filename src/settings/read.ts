import { SettingsError } from './settings-error.ts';
import type { Setting } from './setting.ts';

/** Variables by name; an empty one counts as unset. */
export type Environment = Readonly<Record<string, string | undefined>>;

export function isSet(env: Environment, { name }: Setting<unknown>): boolean {
  return Boolean(env[name]);
}

/** What a variable says, or what holds without it. Throws a `SettingsError` that does not quote it. */
export function read<T>(env: Environment, setting: Setting<T>): T {
  const result = setting.schema.safeParse(env[setting.name] || setting.fallback);
  if (result.success) return result.data;
  throw new SettingsError(`${setting.name} must be ${result.error.issues[0]?.message}`);
}

export function readIfSet<T>(env: Environment, setting: Setting<T>): T | null {
  return isSet(env, setting) ? read(env, setting) : null;
}
