import type { Setting } from './setting.ts';
import { table } from './table.ts';

const settings: readonly Setting<unknown>[] = Object.values(table);

/** What `--help` prints. */
export function renderHelp(): string {
  return [
    'A GraphQL gateway over the OKX account endpoints.',
    '',
    'Settings are environment variables or lines of a file .env. Without OKX_API_KEY and',
    'ACCOUNTS_FILE the embedded exchange serves made-up accounts, on loopback only.',
    ...settings.flatMap((setting) => [
      '',
      setting.fallback === undefined
        ? `  ${setting.name}`
        : `  ${setting.name} (${setting.fallback})`,
      ...wrap(meaningOf(setting), 84).map((line) => `      ${line}`),
    ]),
    '',
  ].join('\n');
}

/** The text of `.env.example`: every setting, commented out, with its default. */
export function renderEnvExample(): string {
  return [
    '# Copy to .env and take the # from the settings that you give. An empty value counts as unset.',
    ...settings.flatMap((setting) => [
      '',
      ...wrap(meaningOf(setting), 98).map((line) => `# ${line}`),
      `#${setting.name}=${setting.fallback ?? ''}`,
    ]),
    '',
  ].join('\n');
}

function meaningOf({ description, range }: Setting<unknown>): string {
  return range ? `${description} From ${range[0]} to ${range[1]}.` : description;
}

function wrap(text: string, width: number): readonly string[] {
  const line = new RegExp(`.{1,${width}}(?= |$)`, 'g');
  return (text.match(line) ?? []).map((part) => part.trim());
}
