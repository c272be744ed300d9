import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { createKeySet } from '../../../src/callers/key-set.ts';
import { systemClock } from '../../../src/time/clock.ts';
import { type Answer, createShownKeys, publicJwk, rsa } from '../../support/jwt-issuer.ts';
import { createManualClock } from '../../support/manual-clock.ts';

const jwk = publicJwk(rsa().publicKey, { kid: 'one' });

function collectLines() {
  const lines: string[] = [];
  const log = pino({ level: 'info' }, { write: (line) => void lines.push(line) });
  const reasons = () =>
    lines.flatMap((line): readonly unknown[] => {
      const { reason }: { reason?: unknown } = JSON.parse(line);
      return reason === undefined ? [] : [reason];
    });
  return { log, lines, reasons };
}

const endless = (text: string): Response =>
  new Response(
    new ReadableStream({
      pull: (controller) => controller.enqueue(Buffer.from(text.repeat(64))),
    }),
  );

const hidden = 'hidden-content ';
const refusals: readonly (readonly [string, Answer, string])[] = [
  ['a fault', () => new Response(hidden, { status: 500 }), 'it answers with status 500'],
  ['an empty answer', () => new Response(null, { status: 204 }), 'it answers with status 204'],
  ['what is no JSON', () => new Response(hidden), 'its answer is no JSON'],
  ['a list', () => Response.json([hidden]), 'its answer is no JSON Web Key Set'],
  [
    'keys that are no list',
    () => Response.json({ keys: hidden }),
    'its answer is no JSON Web Key Set',
  ],
  [
    'keys that are none',
    () => Response.json({ keys: [hidden] }),
    'its answer is no JSON Web Key Set',
  ],
  [
    'keys without a type',
    () => Response.json({ keys: [{ kid: hidden }] }),
    'its answer is no JSON Web Key Set',
  ],
  [
    'keys that are nested too deeply to be copied',
    () => new Response(`{"keys":[{"kty":"RSA","n":${'['.repeat(1e5)}${']'.repeat(1e5)}}]}`),
    'its keys cannot be used',
  ],
  [
    'too much',
    () => Response.json({ keys: [jwk], more: hidden.repeat(20_000) }),
    'its answer has more than 256 KiB',
  ],
  ['an answer without an end', () => endless(hidden), 'its answer has more than 256 KiB'],
  ['no connection', () => Promise.reject(refused()), 'it cannot be reached (ECONNREFUSED)'],
];

function refused(): Error {
  const cause = Object.assign(new Error(`connect ${hidden}`), { code: 'ECONNREFUSED' });
  return new TypeError('fetch failed', { cause });
}

test.each(refusals)(
  '%s changes no keys, and is told without what it holds',
  async (_, answer, reason) => {
    const clock = createManualClock();
    const shown = createShownKeys(jwk);
    const { log, lines, reasons } = collectLines();
    const keySet = createKeySet('https://login.test/jwks', { clock, log, fetch: shown.fetch });
    const before = await keySet.first();
    expect(before).not.toBeNull();
    shown.answer(answer);
    await clock.advance(60_000);
    await keySet.lookAgain();
    expect(keySet.present()).toBe(before);
    expect(reasons()).toEqual([reason]);
    expect(lines.join()).not.toContain('hidden');
  },
);

test('whoever does not answer is waited for 5 s, and asked again after 30 s', async () => {
  const clock = createManualClock();
  const shown = createShownKeys(jwk);
  const { log, reasons } = collectLines();
  const signals: (AbortSignal | null | undefined)[] = [];
  const keySet = createKeySet('https://login.test/jwks', {
    clock,
    log,
    async fetch(url, init) {
      if (shown.count() > 0) {
        signals.push(init?.signal);
        await new Promise((_, reject) => {
          init?.signal?.addEventListener('abort', () => reject(new Error('aborted')));
        });
      }
      return shown.fetch(url, init);
    },
  });
  await keySet.first();
  await clock.advance(600_000);
  await clock.advance(4_999);
  expect(reasons()).toEqual([]);
  await clock.advance(1);
  expect(reasons()).toEqual(['it does not answer within 5 s']);
  await clock.advance(29_999);
  expect(signals.length).toBe(1);
  await clock.advance(1);
  expect(signals.length).toBe(2);
  keySet.stop();
  await clock.advance(600_000);
  expect(signals.length).toBe(2);
});

test('a redirect is not followed', async () => {
  const asked: (string | undefined)[] = [];
  const server = createServer(({ url }, response) => {
    asked.push(url);
    if (url === '/jwks') response.writeHead(302, { location: '/elsewhere' }).end();
    else response.end(JSON.stringify({ keys: [jwk] }));
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const { log, reasons } = collectLines();
  const url = `http://127.0.0.1:${port}/jwks`;
  const keySet = createKeySet(url, { clock: systemClock, log });
  onTestFinished(() => keySet.stop());
  expect(await keySet.first()).toBeNull();
  expect(reasons()).toEqual([expect.stringContaining('it cannot be reached')]);
  expect(asked).toEqual(['/jwks']);
});
