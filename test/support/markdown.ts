import { readFileSync } from 'node:fs';

/** A page of the project's own documentation, taken apart. */
export interface Page {
  readonly text: string;
  /** The fenced blocks in their order, without the indentation of a list that they stand in. */
  readonly blocks: readonly { readonly language: string; readonly content: string }[];
  /** Where its links and pictures lead, as written; what stands in fenced blocks left out. */
  readonly links: readonly string[];
  /** What a link can name after `#`: one for each heading. */
  readonly anchors: readonly string[];
  /** The contents of the blocks in one language. */
  blocksOf(language: string): readonly string[];
  /** The cells of the rows of the table that has this first column, its header left out. */
  rows(firstColumn: string): readonly (readonly string[])[];
}

/** @param path below the project's root */
export function readPage(path: string): Page {
  const text = readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
  const fence = /^( *)```(\w*)\n([^]*?)^ *```$/gm;
  const prose = text.replaceAll(fence, '');
  const blocks = [...text.matchAll(fence)].map(([, indent = '', language = '', content = '']) => ({
    language,
    content: content.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  }));
  return {
    text,
    blocks,
    links: [...prose.matchAll(/\]\(([^)]+)\)/g)].map(([, link = '']) => link),
    anchors: [...prose.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading)),
    blocksOf: (wanted) =>
      blocks.filter(({ language }) => language === wanted).map(({ content }) => content),
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

function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\w -]/g, '')
    .replaceAll(' ', '-');
}

function cellsOf(row: string): readonly string[] {
  return row
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}
