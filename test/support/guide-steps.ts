import type { Page } from './markdown.ts';

/** What a reader does at one go: writes these files, then gives these commands. */
export interface Step {
  readonly name: string;
  readonly files: readonly string[];
  readonly commands: string;
  /** What the guide says that they print. */
  prints?: Page['blocks'][number];
}

/** In order; a page shows what stands below the commands that serve it. */
export function stepsOf(blocks: Page['blocks']): readonly Step[] {
  const steps: Step[] = [];
  let files: string[] = [];
  for (const block of blocks) {
    const { language, content } = block;
    const last = steps.at(-1);
    if (language === 'sh') {
      steps.push({ name: content.trim().replaceAll('\n', ', '), files, commands: content });
      files = [];
    } else if (['text', 'json'].includes(language) && last) last.prints = block;
    else files.push(content);
  }
  return steps;
}

/** The names of the HTML files among those that are written. */
export const pagesIn = (files: readonly string[]): readonly string[] =>
  files.flatMap((content) => /^<!-- (\S+)/.exec(content)?.[1] ?? []);
