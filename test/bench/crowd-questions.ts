import type { Question } from './ask.ts';
import { type Draw, drawIndex, drawSome } from './draws.ts';
import type { AccountFacts, WireRow } from './expectations.ts';
import { selected, shown } from './selections.ts';

/** What a caller asks, as often as it is drawn. */
export type DrawQuestion = (draw: Draw) => Question;

const fields = ['instId', 'availBuy'];
const query = `query ($instId: [ID!]!, $px: Decimal) {
  account { maxAvail(instId: $instId, tdMode: CASH, px: $px) { ${selected(fields)} } }
}`;

const honestKeys = 3;
const manyKeys = 20;

/** Questions of callers who have the same account: three instruments, as an honest page wants them, and those of one who goes wild. */
export function createCrowdQuestions({ avails }: AccountFacts): {
  readonly honest: DrawQuestion;
  /** By turns instruments that do not exist, prices that nobody else has, and many instruments. */
  readonly wild: DrawQuestion;
} {
  const rows = avails.get('cash') ?? new Map<string, WireRow>();
  const listed = [...rows.keys()];
  const questionOf = (instId: readonly string[], px?: string): Question => ({
    query,
    variables: { instId, ...(px !== undefined && { px }) },
    expected: {
      account: {
        maxAvail: instId.map((id) => {
          const row = rows.get(id);
          return row ? shown(fields, row) : null;
        }),
      },
    },
  });
  const some = (draw: Draw) => drawIndex(1_000_000, draw);
  const kinds: readonly DrawQuestion[] = [
    (draw) => questionOf([`NO-${some(draw)}`, `NO-${some(draw)}`]),
    (draw) => questionOf(drawSome(listed, 2, draw), String(1 + some(draw))),
    (draw) => questionOf(drawSome(listed, manyKeys, draw)),
  ];
  let asked = 0;
  return {
    honest: (draw) => questionOf(drawSome(listed, honestKeys, draw)),
    wild(draw) {
      const drawNext = kinds[(asked += 1) % kinds.length];
      if (!drawNext) throw new RangeError('there is a kind for each turn');
      return drawNext(draw);
    },
  };
}
