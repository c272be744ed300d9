import { instruments } from '../../src/simulator/instruments.ts';
import type { Order } from './federation.ts';
import { createOracle } from './oracle.ts';

const accounts = ['multi-currency', 'spot', 'futures', 'portfolio'];
const instIds = [...instruments.values()]
  .filter(({ kind }) => kind === 'pair')
  .map(({ instId }) => instId)
  .slice(0, 12);

/** 48 orders; those of one account are not side by side. */
export const ordersOfFourAccounts: readonly Order[] = instIds.flatMap((instrument) =>
  accounts.map((account) => ({
    id: `${account} ${instrument}`,
    account,
    instrument,
    currency: '',
  })),
);

/** The limits of each order, as its own account has them. */
export const limitsQuery =
  '{ orders { id instrument { accountId instId maxAvail(tdMode: CASH) { availBuy availSell } } } }';

/** The right answer, from one question to the exchange for each order. */
export async function limitsByTheExchange() {
  const oracle = createOracle();
  const page = { ccys: [], instIds, avail: 'tdMode=cash', loan: 'mgnMode=cross' };
  const pages = new Map<
    string,
    ReadonlyMap<string, Readonly<Record<string, string>> | undefined>
  >();
  for (const id of accounts) pages.set(id, (await oracle.read(id, page)).maxAvails);
  const orders = ordersOfFourAccounts.map(({ id, account, instrument: instId }) => {
    const { availBuy, availSell } = pages.get(account)?.get(instId) ?? {};
    return { id, instrument: { accountId: account, instId, maxAvail: { availBuy, availSell } } };
  });
  return { data: { orders } };
}
