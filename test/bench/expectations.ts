import { z } from 'zod';
import { currencies } from '../../src/simulator/currencies.ts';
import { instruments } from '../../src/simulator/instruments.ts';
import type { createOracle } from '../support/oracle.ts';

/** A row as the exchange writes it. */
export type WireRow = Readonly<Record<string, unknown>>;

/** All that the embedded exchange of one seed answers for one account, key by key. */
export interface AccountFacts {
  readonly accountId: string;
  /** The account level of the balance. */
  readonly totals: WireRow;
  /** By currency, for every currency that is listed; undefined for one that was never held. */
  readonly details: ReadonlyMap<string, WireRow | undefined>;
  readonly withdrawals: ReadonlyMap<string, WireRow | undefined>;
  /** The rows of a call that names no currency, in their order. */
  readonly ownWithdrawals: readonly WireRow[];
  /** By trade mode and instrument. What the account may not ask for is left out. */
  readonly avails: Modes<WireRow>;
  /** By margin mode and pair, a row for each side. What the account may not ask for is left out. */
  readonly loans: Modes<readonly WireRow[]>;
}

export type Modes<Answer> = ReadonlyMap<string, ReadonlyMap<string, Answer>>;

const path = '/api/v5/account';
const tradeModes = ['cash', 'cross'];
const marginModes = ['cross', 'isolated'];

/** Asks an exchange of its own, one key to a call and past the gateway, so that no batching can go wrong. */
export async function readFacts(
  accountId: string,
  { rows, byKey }: Pick<ReturnType<typeof createOracle>, 'rows' | 'byKey'>,
): Promise<AccountFacts> {
  const ccys = Object.keys(currencies);
  const instIds = [...instruments.keys()];
  const of = (keys: readonly string[], targetOf: (key: string) => string) =>
    byKey(accountId, keys, (key) => `${path}/${targetOf(key)}`);

  const avails = new Map<string, ReadonlyMap<string, WireRow>>();
  for (const mode of tradeModes) {
    const all = await of(instIds, (id) => `max-avail-size?instId=${id}&tdMode=${mode}`);
    avails.set(mode, new Map([...all].flatMap(([id, [row]]) => (row ? [[id, row]] : []))));
  }
  const loans = new Map<string, ReadonlyMap<string, readonly WireRow[]>>();
  for (const mode of marginModes) {
    const all = await of(instIds, (id) => `max-loan?instId=${id}&mgnMode=${mode}`);
    loans.set(mode, new Map([...all].filter(([, sides]) => sides.length > 0)));
  }
  const balances = await of(ccys, (ccy) => `balance?ccy=${ccy}`);
  const withdrawals = await of(ccys, (ccy) => `max-withdrawal?ccy=${ccy}`);
  const [totals] = await rows(accountId, `${path}/balance`);
  if (!totals) throw new Error(`the exchange has no balance of ${accountId}`);
  return {
    accountId,
    totals,
    details: new Map([...balances].map(([ccy, [account]]) => [ccy, detailIn(account)])),
    withdrawals: new Map([...withdrawals].map(([ccy, [row]]) => [ccy, row])),
    ownWithdrawals: await rows(accountId, `${path}/max-withdrawal`),
    avails: answerable(avails),
    loans: answerable(loans),
  };
}

/** The one row inside the balance of one currency. */
function detailIn(account: WireRow | undefined): WireRow | undefined {
  return withDetails.parse(account).details[0];
}

const withDetails = z.object({ details: z.array(z.record(z.string(), z.unknown())) });

const answerable = <Answer>(modes: Modes<Answer>): Modes<Answer> =>
  new Map([...modes].filter(([, byKey]) => byKey.size > 0));
