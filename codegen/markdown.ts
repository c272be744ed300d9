type Cell = string | null | undefined;

/** A heading with the paragraphs below it; those without text are left out. */
export function section(rank: number, heading: string, ...paragraphs: readonly Cell[]): string {
  const blocks = [`${'#'.repeat(rank)} ${heading}`, ...paragraphs].filter((text) => text);
  return `${blocks.map((text) => text?.trimEnd()).join('\n\n')}\n`;
}

/** A table; nothing if it has no rows. */
export function table(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly Cell[]): string =>
    `| ${cells.map((cell) => (cell ?? '').replaceAll('|', String.raw`\|`)).join(' | ')} |\n`;
  return [header, header.map(() => '---'), ...rows].map(line).join('');
}

export const code = (text: unknown): string => `\`${String(text)}\``;
