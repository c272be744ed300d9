import type { Turns } from '../../budget/turns.ts';
import type { Shares } from '../fair-share.ts';
import { type Ask, WHOLE } from './ask.ts';
import { byStartTag, chargesOf, type Covers, type Waiting } from './next-call.ts';

/** Which call from now each ask goes with, the next one being 1; 0 where one under way may answer it. */
export function timetable(
  waiting: Waiting,
  wholes: Covers,
  turns: Turns,
  { pressing }: Shares,
): ReadonlyMap<Ask, number> {
  const numbers = new Map<Ask, number>();
  const groups = new Map<Ask['group'], Line>();
  const lines = new Map<string, Line>();
  for (const waiter of [...waiting.values()].toSorted(byStartTag)) {
    const ask = wholes.coverOf(waiter) ?? waiter;
    if (waiting.get(ask.id) !== ask) continue;
    lineOf(groups, ask.group).asks.push(waiter);
    for (const taker of waiter.takers.keys()) lineOf(lines, taker).asks.push(waiter);
  }
  const spent = turns.copy();
  const leadOf = (taker: string) => (pressing.has(taker) ? spent.leadOf(taker) : 0);
  const isLeft = (ask: Ask) => !numbers.has(ask);

  for (let number = 1; ; number += 1) {
    const first = earliest(lines, leadOf, isLeft);
    if (!first) return numbers;
    const { group } = wholes.coverOf(first) ?? first;
    const room = group === WHOLE ? Infinity : first.lane.max;
    const call: Ask[] = [];
    for (let next: Ask | undefined = first; next && call.length < room;) {
      call.push(next);
      numbers.set(next, number);
      next = head(lineOf(groups, group), isLeft);
    }
    spent.spend(chargesOf(call));
  }
}

/** Asks in their order, of which the first have gone. */
interface Line {
  readonly asks: Ask[];
  gone: number;
}

function lineOf<Id>(lines: Map<Id, Line>, id: Id): Line {
  const known = lines.get(id);
  if (known) return known;
  const line: Line = { asks: [], gone: 0 };
  lines.set(id, line);
  return line;
}

function head(line: Line, isLeft: (ask: Ask) => boolean): Ask | undefined {
  for (; line.gone < line.asks.length; line.gone += 1) {
    const ask = line.asks[line.gone];
    if (ask && isLeft(ask)) return ask;
  }
  return undefined;
}

/** The first ask of the caller whose turn it is. */
function earliest(
  lines: ReadonlyMap<string, Line>,
  leadOf: (taker: string) => number,
  isLeft: (ask: Ask) => boolean,
): Ask | undefined {
  let next: Ask | undefined;
  let [tag, startTag] = [Infinity, Infinity];
  for (const [taker, line] of lines) {
    const ask = head(line, isLeft);
    const own = leadOf(taker);
    if (!ask || own > tag || (own === tag && ask.startTag >= startTag)) continue;
    [next, tag, startTag] = [ask, own, ask.startTag];
  }
  return next;
}
