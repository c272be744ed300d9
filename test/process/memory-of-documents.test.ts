import { describe, expect, test } from 'vitest';
import { ask, post } from '../support/post.ts';
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

  test('that are all different, and want several plans each, do not fill the memory with these', async () => {
    const url = await start({ NODE_OPTIONS: '--max-old-space-size=250' }).url();
    const fields = Array.from({ length: 1_150 }, (_, index) => `a${index.toString(36)}:id`);
    const conditions = 'x:id @include(if: $a) y:id @include(if: $b) z:id @include(if: $c)';
    for (let document = 0; document < 130; document += 1) {
      const query = `query Q${document}($a: Boolean!, $b: Boolean!, $c: Boolean!) { account { ${conditions} ${fields.join(' ')} } }`;
      const wants = [0, 1, 2, 3, 4].map((bits) => ({
        a: (bits & 1) > 0,
        b: (bits & 2) > 0,
        c: (bits & 4) > 0,
      }));
      const answers = await Promise.all(
        wants.map((variables) => post(url, JSON.stringify({ query, variables }))),
      );
      for (const { status } of answers) expect(status).toBe(200);
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
