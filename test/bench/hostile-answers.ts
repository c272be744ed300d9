import type { SimulatedExchange } from '../../src/simulator/exchange.ts';
import { type Draw, drawIndex, drawOne } from './draws.ts';

/** What no client may get to see: the exchange could put anything into what it says. */
export const canary = 'CANARY-of-the-exchange';

const envelope = (data: unknown, code: unknown = '0', msg: unknown = canary): string =>
  JSON.stringify({ code, msg, data });

const values: readonly unknown[] = [
  null,
  '',
  0,
  -1,
  1e300,
  true,
  [],
  {},
  [[]],
  '0x10',
  '1e5',
  '9'.repeat(5_000),
  `${canary}\u0000`,
  '\ud800',
  { toString: canary },
];

function drawRow(draw: Draw, depth = 0): unknown {
  const names = [
    'ccy',
    'instId',
    'eq',
    'uTime',
    'details',
    'maxWd',
    'maxLoan',
    'side',
    '__proto__',
  ];
  return Object.fromEntries(
    Array.from({ length: drawIndex(8, draw) }, () => [
      drawOne(names, draw),
      depth < 2 && draw() < 0.2 ? [drawRow(draw, depth + 1)] : drawOne(values, draw),
    ]),
  );
}

/** Bodies that an exchange should not send. */
const bodies: readonly ((draw: Draw) => string)[] = [
  () => '',
  () => `<html>${canary}</html>`,
  (draw) => envelope([]).slice(0, drawIndex(40, draw)),
  () => 'null',
  (draw) => '['.repeat(drawIndex(100_000, draw)),
  (draw) => envelope(drawOne(values, draw)),
  (draw) => envelope([], drawOne(values, draw)),
  (draw) => envelope([], `${51_000 + drawIndex(2_000, draw)}`, `Parameter ${canary} error`),
  (draw) => envelope([], '51000', `Parameter ccy${'A'.repeat(drawIndex(50_000, draw))} error`),
  (draw) => envelope(Array.from({ length: drawIndex(30, draw) }, () => drawRow(draw))),
  (draw) => envelope(Array.from({ length: drawIndex(100_000, draw) }, () => ({}))),
  (draw) =>
    envelope([{ details: Array.from({ length: drawIndex(3_000, draw) }, () => drawRow(draw)) }]),
  (draw) => envelope([{ totalEq: '1', details: [drawRow(draw)], [canary]: canary }]),
  () => envelope([{ uTime: 'x'.repeat(3_000_000) }]),
];

/** The same exchange, but some of its answers are not what it documents. */
export function spoilAnswers(
  exchange: SimulatedExchange,
  share: number,
  draw: Draw,
): SimulatedExchange {
  return {
    ...exchange,
    async handle(request) {
      const answer = await exchange.handle(request);
      if (draw() >= share) return answer;
      const status = drawOne([200, 200, 200, 204, 400, 403, 429, 500, 502], draw) ?? 200;
      return { ...answer, status, body: drawOne(bodies, draw)?.(draw) ?? '' };
    },
  };
}
