import { balance } from '../../src/endpoints/balance/declaration.ts';
import type { Endpoint } from '../../src/endpoints/declare.ts';
import { maxAvailSize } from '../../src/endpoints/max-avail-size/declaration.ts';
import { maxLoan } from '../../src/endpoints/max-loan/declaration.ts';
import { maxWithdrawal } from '../../src/endpoints/max-withdrawal/declaration.ts';
import type { Question } from './ask.ts';
import { type Draw, drawSome } from './draws.ts';
import type { AccountFacts, WireRow } from './expectations.ts';
import { selected, shown } from './selections.ts';

/** A question of which it is known what has to be asked for it. */
export interface KeyedQuestion extends Question {
  readonly needs: readonly Need[];
}

/** Keys that one step of answering asks of an endpoint. */
interface Need {
  readonly endpoint: Endpoint;
  readonly by: string;
  readonly keys: readonly string[];
}

/** Clients care for so many currencies and instruments, and each for a few of them. */
const known = 20;
const each = 3;

const fields = {
  detail: ['ccy', 'eq', 'availBal'],
  withdrawal: ['maxWd'],
  avail: ['instId', 'availBuy', 'availSell'],
  loan: ['instId', 'side', 'maxLoan'],
};
const query = `query ($ccy: [ID!], $instId: [ID!]!) {
  account {
    details(ccy: $ccy) { ${selected(fields.detail)} maxWithdrawal { ${selected(fields.withdrawal)} } }
    maxAvail(instId: $instId, tdMode: CASH) { ${selected(fields.avail)} }
    maxLoan(instId: $instId, mgnMode: CROSS) { ${selected(fields.loan)} }
  }
}`;

/** Makes the questions that most scenarios ask: 3 of 20 currencies, with what waits for them, and 3 of 20 instruments. */
export function createStandardQuestions(facts: AccountFacts): (draw: Draw) => KeyedQuestion {
  const details = new Map(
    [...facts.details].flatMap(([ccy, detail]) => {
      const withdrawal = facts.withdrawals.get(ccy);
      if (!detail || !withdrawal) return [];
      const shownWithdrawal = shown(fields.withdrawal, withdrawal);
      return [[ccy, { ...shown(fields.detail, detail), maxWithdrawal: shownWithdrawal }] as const];
    }),
  );
  const avails = facts.avails.get('cash') ?? new Map<string, WireRow>();
  const loans = facts.loans.get('cross') ?? new Map<string, readonly WireRow[]>();
  const ccys = [...details.keys()].slice(0, known);
  const instIds = [...avails.keys()].filter((id) => loans.has(id)).slice(0, known);

  return (draw) => {
    const [ccy, instId] = [drawSome(ccys, each, draw), drawSome(instIds, each, draw)];
    return {
      query,
      variables: { ccy, instId },
      expected: {
        account: {
          details: ccy.map((one) => details.get(one)),
          maxAvail: instId.map((id) => shown(fields.avail, avails.get(id) ?? {})),
          maxLoan: instId.flatMap(
            (id) => loans.get(id)?.map((row) => shown(fields.loan, row)) ?? [],
          ),
        },
      },
      needs: [
        { endpoint: balance, by: 'ccy', keys: ccy },
        { endpoint: maxWithdrawal, by: 'ccy', keys: ccy },
        { endpoint: maxAvailSize, by: 'instId', keys: instId },
        { endpoint: maxLoan, by: 'instId', keys: instId },
      ],
    };
  };
}

/** The fewest calls of each endpoint that could answer all of them at once, each key asked once and every call full. */
export function fewestCalls(questions: readonly KeyedQuestion[]): ReadonlyMap<string, number> {
  const needs = Map.groupBy(
    questions.flatMap((question) => question.needs),
    ({ endpoint }) => endpoint,
  );
  return new Map(
    [...needs].map(([endpoint, all]) => {
      const keys = new Set(all.flatMap((need) => need.keys));
      const most = endpoint.keys[all[0]?.by ?? '']?.max ?? 1;
      return [endpoint.name, Math.ceil(keys.size / most)] as const;
    }),
  );
}
