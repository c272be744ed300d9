import type { AccountFacts, Modes, WireRow } from './expectations.ts';

/** What a client sends, and the one right answer to it. */
export interface Question {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly expected: unknown;
}

export type Draw = () => number;

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
} as const;

const details: DrawPart = (facts, draw) => {
  const ccy = drawSome([...facts.details.keys()], mostCurrencies, draw);
  const item = (one: string) => {
    const detail = facts.details.get(one);
    const withdrawal = facts.withdrawals.get(one);
    return (
      detail && {
        ...shown('detail', detail),
        maxWithdrawal: withdrawal ? shown('withdrawal', withdrawal) : null,
      }
    );
  };
  return {
    declares: '$ccy: [ID!]',
    selects: `details(ccy: $ccy) { ${names('detail')} maxWithdrawal { ${names('withdrawal')} } }`,
    variables: { ccy },
    expected: { details: ccy.map((one) => item(one) ?? null) },
  };
};

const avails: DrawPart = (facts, draw) =>
  drawMode(facts.avails, draw, (mode, instId, rows) => ({
    declares: '$availOf: [ID!]!, $tdMode: TradeMode!',
    selects: `maxAvail(instId: $availOf, tdMode: $tdMode) { ${names('avail')} }`,
    variables: { availOf: instId, tdMode: mode },
    expected: { maxAvail: rows.map((row) => shown('avail', row)) },
  }));

const loans: DrawPart = (facts, draw) =>
  drawMode(facts.loans, draw, (mode, instId, rows) => ({
    declares: '$loanOf: [ID!], $mgnMode: MarginMode!',
    selects: `maxLoan(instId: $loanOf, mgnMode: $mgnMode) { ${names('loan')} }`,
    variables: { loanOf: instId, mgnMode: mode },
    expected: {
      maxLoan: rows
        .flat()
        .map((row) => ({ ...shown('loan', row), side: String(row['side']).toUpperCase() })),
    },
  }));

const totals: DrawPart = (facts) => ({
  declares: '',
  selects: names('total'),
  variables: {},
  expected: shown('total', facts.totals),
});

const ownWithdrawals: DrawPart = (facts) => ({
  declares: '',
  selects: `maxWithdrawal { ${names('withdrawal')} }`,
  variables: {},
  expected: { maxWithdrawal: facts.ownWithdrawals.map((row) => shown('withdrawal', row)) },
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
  const drawn = drawSome([...answers], mostInstruments, draw);
  return partOf(
    mode.toUpperCase(),
    drawn.map(([key]) => key),
    drawn.map(([, answer]) => answer),
  );
}

const drawIndex = (length: number, draw: Draw): number => Math.floor(draw() * length);

const drawOne = <T>(all: readonly T[], draw: Draw): T | undefined =>
  all[drawIndex(all.length, draw)];

/** From one to `most` of them, each once, in any order. */
function drawSome<T>(all: readonly T[], most: number, draw: Draw): readonly T[] {
  const rest = [...all];
  const count = 1 + drawIndex(Math.min(most, rest.length), draw);
  return Array.from({ length: count }, () => rest.splice(drawIndex(rest.length, draw), 1)).flat();
}

const names = (kind: keyof typeof fields): string => fields[kind].join(' ');

/** A row as the graph shows it: what is missing or empty on the wire is null. */
const shown = (kind: keyof typeof fields, row: WireRow) =>
  Object.fromEntries(fields[kind].map((name) => [name, row[name] || null]));
