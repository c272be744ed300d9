import { describe, expect, test } from 'vitest';
import { ask } from '../support/post.ts';
import { start } from '../support/running-gateway.ts';

describe('documents of clients', () => {
  test('that are large and all different do not fill the memory', async () => {
    const url = await start({ NODE_OPTIONS: '--max-old-space-size=150' }).url();
    const name = 'a'.repeat(60);
    const fields = Array.from({ length: 3_000 }, (_, index) => `${name}${index}:__typename`).join(
      ' ',
    );
    for (let document = 0; document < 12; document += 1) {
      expect(await ask(url, `{ x${document}: __typename ${fields} }`)).not.toHaveProperty('errors');
    }
  });

  test('that are tiny, invalid and all different do not fill the memory with their errors', async () => {
    const url = await start({ NODE_OPTIONS: '--max-old-space-size=150' }).url();
    for (let document = 0; document < 4_000; document += 50) {
      const fields = Array.from({ length: 50 }, (_, index) => `{ a${document + index} }`);
      const answers = await Promise.all(fields.map((field) => ask(url, field)));
      for (const answer of answers) expect(answer).toHaveProperty('errors');
    }
  });
});
