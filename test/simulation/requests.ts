import { type Draw, drawIndex, drawOne, drawSome } from '../bench/draws.ts';
import type { AccountFacts } from '../bench/expectations.ts';
import { drawQuestion } from '../bench/questions.ts';
import { selected, shown } from '../bench/selections.ts';
import type { Request } from './gateways.ts';
import { drawHostile } from './hostile.ts';

/** What a client sends, and what is known of the answer. */
export interface Drawn {
  readonly request: Request;
  /** The only right `data`; undefined when nobody knows, as of what is not honest. */
  readonly expected?: unknown;
}

interface Operation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

const json = { 'content-type': 'application/json' };

export const post = (operation: Operation, headers: Request['headers'] = {}): Request => ({
  method: 'POST',
  path: '/graphql',
  headers: { ...json, ...headers },
  body: JSON.stringify(operation),
});

/** Each kind as often as it stands here. */
const kinds: readonly ((facts: readonly AccountFacts[], draw: Draw) => Drawn)[] = [
  ...Array.from({ length: 14 }, () => plain),
  sideBySide,
  sideBySide,
  entities,
  entities,
  withUnknownInstrument,
  ownBudgets,
  (_facts, draw) => ({ request: drawHostile(draw) }),
];

/** Draws what a client asks next of a gateway that serves these accounts. */
export function drawRequest(facts: readonly AccountFacts[], draw: Draw): Drawn {
  return (drawOne(kinds, draw) ?? plain)(facts, draw);
}

/** A question with valid keys of one account, to which there is one right answer. */
export function plain(facts: readonly AccountFacts[], draw: Draw): Drawn {
  const [first] = facts;
  // Of one account there are no others to be chosen from.
  const from = facts.length === 1 && first ? [first, first] : facts;
  const { query, variables, expected } = drawQuestion(from, draw);
  return { request: post({ query, variables }, drawHeaders(draw)), expected };
}

function drawHeaders(draw: Draw): Request['headers'] {
  const cacheControl = drawOne(['no-cache', 'max-age=0', 'max-age=1', 'no-store, x'], draw) ?? '';
  const isStrict = draw() < 0.2;
  const isExplained = draw() < 0.05;
  return {
    ...(isStrict && { 'cache-control': cacheControl }),
    ...(isExplained && { 'x-explain': 'calls' }),
  };
}

const detailFields = ['ccy', 'eq', 'availBal', 'cashBal'];
const availFields = ['instId', 'availBuy', 'availSell'];

/** The same currencies of two accounts, side by side in one request: where they are mixed up, it shows. */
export function sideBySide(facts: readonly AccountFacts[], draw: Draw): Drawn {
  const pair = drawSome(facts, Math.min(2, facts.length), draw);
  const ccy = drawSome([...(pair[0]?.details.keys() ?? [])], 1 + drawIndex(8, draw), draw);
  const aliases = pair.map(
    ({ accountId }, index) =>
      `a${index}: account(id: ${JSON.stringify(accountId)}) { details(ccy: $ccy) { ${selected(detailFields)} } }`,
  );
  const expected = pair.map(({ details }, index) => [
    `a${index}`,
    { details: ccy.map((one) => detailOf(details, one)) },
  ]);
  return {
    request: post({ query: `query ($ccy: [ID!]) { ${aliases.join(' ')} }`, variables: { ccy } }),
    expected: Object.fromEntries(expected),
  };
}

function detailOf(details: AccountFacts['details'], ccy: string) {
  const row = details.get(ccy);
  return row ? shown(detailFields, row) : null;
}

/** What a router asks for: currencies of several accounts, by their keys. */
function entities(facts: readonly AccountFacts[], draw: Draw): Drawn {
  const asked = Array.from({ length: 1 + drawIndex(12, draw) }, () => {
    const chosen = drawOne(facts, draw);
    const ccy = drawOne([...(chosen?.details.keys() ?? [])], draw) ?? 'BTC';
    const detail = chosen ? detailOf(chosen.details, ccy) : null;
    return { accountId: chosen?.accountId, ccy, detail };
  });
  return {
    request: post({
      query: `query ($of: [_Any!]!) { _entities(representations: $of) {
        ... on AccountCurrency { detail { ${selected(detailFields)} } } } }`,
      variables: {
        of: asked.map(({ accountId, ccy }) => ({ __typename: 'AccountCurrency', accountId, ccy })),
      },
    }),
    expected: { _entities: asked.map(({ detail }) => ({ detail })) },
  };
}

/** Instruments of which one does not exist: it costs itself only. */
function withUnknownInstrument(facts: readonly AccountFacts[], draw: Draw): Drawn {
  const able = facts.filter(({ avails }) => avails.size > 0);
  const chosen = drawOne(able, draw);
  const [mode, rows] = drawOne([...(chosen?.avails ?? [])], draw) ?? ['cash', null];
  const good = drawSome([...(rows ?? [])], 1 + drawIndex(6, draw), draw);
  const instId = [...good.map(([id]) => id), `NO-SUCH${drawIndex(40, draw)}`];
  return {
    request: post({
      query: `query ($id: ID, $instId: [ID!]!, $mode: TradeMode!) { account(id: $id) {
        maxAvail(instId: $instId, tdMode: $mode) { ${selected(availFields)} } } }`,
      variables: { id: chosen?.accountId, instId, mode: mode.toUpperCase() },
    }),
    expected: { account: { maxAvail: [...good.map(([, row]) => shown(availFields, row)), null] } },
  };
}

export const budgetsQuery: Operation = {
  query: '{ accounts { id rateBudgets { endpoint waiting inUse } } }',
  variables: {},
};

function ownBudgets(): Drawn {
  return { request: post(budgetsQuery) };
}
