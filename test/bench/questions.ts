import type { Question } from './ask.ts';
import { type Draw, drawIndex, drawOne, drawSome } from './draws.ts';
import type { AccountFacts, Modes } from './expectations.ts';
import { selected, shown } from './selections.ts';

/** A part of a query below `account`, with values drawn for its variables. */
interface Part {
  readonly declares: string;
  readonly selects: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly expected: Readonly<Record<string, unknown>>;
}

/** Draws one part of a question to an account; null when the account may not be asked for it. */
type DrawPart = (facts: AccountFacts, draw: Draw) => Part | null;

const mostCurrencies = 30;
const mostInstruments = 12;

const fields = {
  total: ['totalEq', 'adjEq', 'upl'],
  detail: ['ccy', 'eq', 'cashBal', 'availBal', 'availEq', 'liab', 'eqUsd', 'upl'],
  withdrawal: ['ccy', 'maxWd', 'maxWdEx'],
  avail: ['instId', 'availBuy', 'availSell'],
  loan: ['instId', 'ccy', 'side', 'maxLoan'],
};

const details: DrawPart = (facts, draw) => {
  const ccy = drawUpTo(mostCurrencies, [...facts.details.keys()], draw);
  const item = (one: string) => {
    const detail = facts.details.get(one);
    const withdrawal = facts.withdrawals.get(one);
    return (
      detail && {
        ...shown(fields.detail, detail),
        maxWithdrawal: withdrawal ? shown(fields.withdrawal, withdrawal) : null,
      }
    );
  };
  return {
    declares: '$ccy: [ID!]',
    selects: `details(ccy: $ccy) { ${selected(fields.detail)} maxWithdrawal { ${selected(fields.withdrawal)} } }`,
    variables: { ccy },
    expected: { details: ccy.map((one) => item(one) ?? null) },
  };
};

const avails: DrawPart = (facts, draw) =>
  drawMode(facts.avails, draw, (mode, instId, rows) => ({
    declares: '$availOf: [ID!]!, $tdMode: TradeMode!',
    selects: `maxAvail(instId: $availOf, tdMode: $tdMode) { ${selected(fields.avail)} }`,
    variables: { availOf: instId, tdMode: mode },
    expected: { maxAvail: rows.map((row) => shown(fields.avail, row)) },
  }));

const loans: DrawPart = (facts, draw) =>
  drawMode(facts.loans, draw, (mode, instId, rows) => ({
    declares: '$loanOf: [ID!], $mgnMode: MarginMode!',
    selects: `maxLoan(instId: $loanOf, mgnMode: $mgnMode) { ${selected(fields.loan)} }`,
    variables: { loanOf: instId, mgnMode: mode },
    expected: {
      maxLoan: rows.flat().map((row) => shown(fields.loan, row)),
    },
  }));

const totals: DrawPart = (facts) => ({
  declares: '',
  selects: selected(fields.total),
  variables: {},
  expected: shown(fields.total, facts.totals),
});

const ownWithdrawals: DrawPart = (facts) => ({
  declares: '',
  selects: `maxWithdrawal { ${selected(fields.withdrawal)} }`,
  variables: {},
  expected: { maxWithdrawal: facts.ownWithdrawals.map((row) => shown(fields.withdrawal, row)) },
});

/** The kinds of questions, each as often as it stands here. */
const kinds: readonly (readonly DrawPart[])[] = [
  [details],
  [details],
  [avails],
  [avails],
  [loans],
  [totals],
  [ownWithdrawals],
  [details, avails, loans],
];

/** Draws what a client asks next: seven of ten times of the first account, else of one of the others. */
export function drawQuestion(accounts: readonly AccountFacts[], draw: Draw): Question {
  const [first, ...others] = accounts;
  const facts = draw() < 0.7 ? first : drawOne(others, draw);
  if (!facts) throw new Error('there are no accounts to ask for');
  const parts = drawOne(kinds, draw)?.flatMap((drawPart) => drawPart(facts, draw) ?? []) ?? [];
  if (parts.length === 0) return drawQuestion(accounts, draw);
  const declares = ['$id: ID', ...parts.map((part) => part.declares)].filter(Boolean).join(', ');
  return {
    query: `query (${declares}) { account(id: $id) { ${parts.map(({ selects }) => selects).join(' ')} } }`,
    variables: Object.assign(
      facts === first ? {} : { id: facts.accountId },
      ...parts.map(({ variables }) => variables),
    ),
    expected: { account: Object.assign({}, ...parts.map(({ expected }) => expected)) },
  };
}

/** Some keys of one of the modes that the account may ask for, with their answers. */
function drawMode<Answer>(
  modes: Modes<Answer>,
  draw: Draw,
  partOf: (mode: string, keys: readonly string[], answers: readonly Answer[]) => Part,
): Part | null {
  const chosen = drawOne([...modes], draw);
  if (!chosen) return null;
  const [mode, answers] = chosen;
  const drawn = drawUpTo(mostInstruments, [...answers], draw);
  return partOf(
    mode.toUpperCase(),
    drawn.map(([key]) => key),
    drawn.map(([, answer]) => answer),
  );
}

/** From one to `most` of them, each once, in any order. */
const drawUpTo = <T>(most: number, all: readonly T[], draw: Draw): readonly T[] =>
  drawSome(all, 1 + drawIndex(Math.min(most, all.length), draw), draw);
