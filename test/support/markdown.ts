import { readFileSync } from 'node:fs';

/** A page of the project's own documentation, taken apart. */
export interface Page {
  readonly text: string;
  /** The fenced blocks in their order, without the indentation of a list that they stand in. */
  readonly blocks: readonly { readonly language: string; readonly content: string }[];
  /** The cells of the rows of the table that has this first column, its header left out. */
  rows(firstColumn: string): readonly (readonly string[])[];
}

/** @param path below the project's root */
export function readPage(path: string): Page {
  const text = readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
  const fences = text.matchAll(/^( *)```(\w+)\n([^]*?)^ *```$/gm);
  return {
    text,
    blocks: [...fences].map(([, indent = '', language = '', content = '']) => ({
      language,
      content: content.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
    })),
    rows(firstColumn) {
      const tables = text.matchAll(/(?:^\|.*\|\n)+/gm);
      for (const [table] of tables) {
        const [header, , ...rows] = table.trim().split('\n').map(cellsOf);
        if (header?.[0] === firstColumn) return rows;
      }
      throw new Error(`${path} has no table of which the first column is ${firstColumn}.`);
    },
  };
}

function cellsOf(row: string): readonly string[] {
  return row
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}
