import { useState, useSyncExternalStore } from 'react';
import { useQuery, useSubscription } from 'urql';
import { Amount } from './amounts.tsx';
import { Balances } from './balances.tsx';
import { standingStore } from './gateway.ts';
import { AccountsDocument, LiveDocument } from './generated/graphql.ts';
import { Orders } from './orders.tsx';

const standings = {
  connecting: 'Connecting',
  live: 'Live',
  waiting: 'Connection lost, trying again',
  ended: 'Not live',
};

export function Dashboard() {
  const [{ data, error }] = useQuery({ query: AccountsDocument });
  const [chosen, choose] = useState<string>();
  const standing = useSyncExternalStore(standingStore.subscribe, standingStore.get);
  const accounts = data?.accounts ?? [];
  const id = chosen ?? accounts[0]?.id;
  return (
    <main>
      <header>
        <h1>Account</h1>
        <select aria-label="Account" value={id} onChange={(event) => choose(event.target.value)}>
          {accounts.map((account) => (
            <option key={account.id}>{account.id}</option>
          ))}
        </select>
        <p role="status" className={standing}>
          {standings[standing]}
        </p>
      </header>
      {error && <p role="alert">{error.message}</p>}
      {id !== undefined && <LiveAccount key={id} id={id} />}
    </main>
  );
}

function LiveAccount({ id }: { readonly id: string }) {
  const [instIds, setInstIds] = useState<readonly string[]>(['BTC-USDT', 'ETH-EUR', 'SOL-USDT']);
  // What nobody looks at costs no calls.
  const pause = useSyncExternalStore(onVisibility, () => document.hidden);
  const variables = { id, instId: [...instIds] };
  const [answer] = useSubscription({ query: LiveDocument, variables, pause });
  const { data, error, extensions } = answer;
  const account = data?.account;
  if (!account) return error ? <p role="alert">{error.message}</p> : <p>Loading …</p>;
  const shown = { account, errors: error?.graphQLErrors ?? [] };
  return (
    <>
      <h2>Worth of everything</h2>
      <p className="total">
        <Amount value={account.totalEq} unit="USD" />
      </p>
      {extensions?.['madeUp'] === true && <p>Made-up figures: there are no real accounts.</p>}
      <Orders {...shown} instIds={instIds} onChange={setInstIds} />
      <section aria-labelledby="calls">
        <h2 id="calls">Calls of the exchange</h2>
        <ul>
          {account.rateBudgets.map(({ id: key, endpoint, inUse, limit, windowMs }) => (
            <li key={key}>
              <span id={key}>{endpoint}</span> {inUse} of {limit} in {windowMs / 1_000} s
              <meter aria-labelledby={key} max={limit} value={inUse} />
            </li>
          ))}
        </ul>
      </section>
      <Balances {...shown} />
    </>
  );
}

function onVisibility(tell: () => void): () => void {
  document.addEventListener('visibilitychange', tell);
  return () => document.removeEventListener('visibilitychange', tell);
}
