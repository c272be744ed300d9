import { type Setting, table } from './table.ts';

const settings: readonly Setting<unknown>[] = Object.values(table);

/** What `--help` prints. */
export function renderHelp(): string {
  return [
    'A GraphQL gateway over the OKX account endpoints.',
    '',
    'Settings are environment variables or lines of a file .env. Without OKX_API_KEY and',
    'ACCOUNTS_FILE the embedded exchange serves made-up accounts.',
    ...settings.flatMap(({ name, description, fallback }) => [
      '',
      fallback === undefined ? `  ${name}` : `  ${name} (${fallback})`,
      ...wrap(description, 84).map((line) => `      ${line}`),
    ]),
    '',
  ].join('\n');
}

/** The text of `.env.example`: every setting, commented out, with its default. */
export function renderEnvExample(): string {
  return [
    '# Copy to .env and take the # from the settings that you give. An empty value counts as unset.',
    ...settings.flatMap(({ name, description, fallback = '' }) => [
      '',
      ...wrap(description, 98).map((line) => `# ${line}`),
      `#${name}=${fallback}`,
    ]),
    '',
  ].join('\n');
}

function wrap(text: string, width: number): readonly string[] {
  const line = new RegExp(`.{1,${width}}(?= |$)`, 'g');
  return (text.match(line) ?? []).map((part) => part.trim());
}
