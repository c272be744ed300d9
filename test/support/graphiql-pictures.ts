import type { Page } from 'playwright-core';
import { type GraphiqlPage, openGraphiql } from './graphiql-page.ts';
import { startBrowser } from './browser.ts';
import { startStillGateway } from './still-gateway.ts';

/** Where the pictures of README and docs are kept. */
export const picturesFolder = new URL('../../docs/pictures/', import.meta.url);

export interface Picture {
  readonly png: Buffer;
  /** What can be read on it; kept beside it, since a word is too few pixels to tell it by. */
  readonly text: string;
}

/** What a notebook, a tablet and a phone show. */
export const sizes = [
  { width: 1_280, height: 720 },
  { width: 800, height: 900 },
  { width: 390, height: 844 },
];

/** Takes the pictures of GraphiQL anew: name → picture. */
export async function takePictures(): Promise<ReadonlyMap<string, Picture>> {
  await using gateway = await startStillGateway();
  await using browser = await startBrowser();
  const pictures = new Map<string, Picture>();

  async function take(name: string, { page, text }: GraphiqlPage): Promise<void> {
    pictures.set(name, { png: await takeStill(page), text: await text() });
  }

  async function run(tab: string, size?: (typeof sizes)[number]) {
    const graphiql = await openGraphiql(browser.context, gateway.url, size);
    await graphiql.open(tab);
    await graphiql.run();
    await graphiql.page.locator('#budgets').getByText('Left now').waitFor();
    return graphiql;
  }

  for (const size of sizes) {
    await take(`WhatCanLeave-${size.width}`, await run('WhatCanLeave', size));
  }
  const graphiql = await run('PartialAnswer');
  await take('PartialAnswer', graphiql);
  await graphiql.openDocs('CurrencyDetail', 'imr');
  await take('docs', graphiql);
  return pictures;
}

/** A picture of the page once it looks the same for a while: colours of the editors come late. */
async function takeStill(page: Page): Promise<Buffer> {
  // The pointer would leave a shade on what it stands on.
  await page.mouse.move(0, 0);
  let last = await page.screenshot();
  for (let same = 0; same < 3;) {
    await page.waitForTimeout(150);
    const next = await page.screenshot();
    same = next.equals(last) ? same + 1 : 0;
    last = next;
  }
  return last;
}

/** The part of the pixels that differ between two PNGs, from 0 to 1; 1 if their sizes do. */
export function difference(page: Page, one: Buffer, other: Buffer): Promise<number> {
  const sources = [one, other].map((png) => `data:image/png;base64,${png.toString('base64')}`);
  return page.evaluate(async (urls) => {
    const [a, b] = await Promise.all(
      urls.map(async (url) => {
        const image = new Image();
        image.src = url;
        await image.decode();
        const canvas = new OffscreenCanvas(image.width, image.height);
        const context = canvas.getContext('2d');
        context?.drawImage(image, 0, 0);
        return context?.getImageData(0, 0, image.width, image.height);
      }),
    );
    if (!a || !b || a.width !== b.width || a.height !== b.height) return 1;
    let differing = 0;
    for (let at = 0; at < a.data.length; at += 4) {
      const apart = [0, 1, 2].some(
        (part) => Math.abs((a.data[at + part] ?? 0) - (b.data[at + part] ?? 0)) > 32,
      );
      if (apart) differing += 1;
    }
    return differing / (a.width * a.height);
  }, sources);
}
