/** A setting that stops the start. The message is one line for the operator and holds no secret. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}
