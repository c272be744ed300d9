import { type Paired, pairUp } from 'okx-account-gateway-client';
import { Amount, AsOf, type Reason } from './amounts.tsx';
import type { LiveSubscription } from './generated/graphql.ts';
import { type Column, Table } from './table.tsx';

type Account = NonNullable<LiveSubscription['account']>;
type RowOf<List> = List extends readonly (infer Row)[] ? NonNullable<Row> : never;

interface Order {
  readonly instId: string;
  readonly limits: Paired<RowOf<Account['maxAvail']>, Reason> | undefined;
  readonly loans: Paired<RowOf<Account['maxLoan']>, Reason> | undefined;
}

const columns: readonly Column<Order>[] = [
  { name: 'Instrument', cell: ({ instId }) => instId },
  { name: 'To buy with', cell: (order) => limitOf(order, 'availBuy') },
  { name: 'To sell', cell: (order) => limitOf(order, 'availSell') },
  { name: 'Loan to buy', cell: (order) => loanOf(order, 'BUY') },
  { name: 'Loan to sell', cell: (order) => loanOf(order, 'SELL') },
];

/** Why there is none is said once, at what is for buying. */
function limitOf({ limits }: Order, side: 'availBuy' | 'availSell') {
  const reason = side === 'availBuy' ? limits?.errors[0] : undefined;
  return <Amount value={limits?.rows[0]?.[side]} reason={reason} />;
}

function loanOf({ loans }: Order, side: 'BUY' | 'SELL') {
  const row = loans?.rows.find((one) => one.side === side);
  const reason = side === 'BUY' ? loans?.errors[0] : undefined;
  return (
    <>
      <Amount value={row?.maxLoan} reason={reason} /> {row?.ccy}
    </>
  );
}

interface OrdersProps {
  readonly account: Account;
  readonly errors: readonly Reason[];
  readonly instIds: readonly string[];
  readonly onChange: (instIds: readonly string[]) => void;
}

export function Orders({ account: { maxAvail, maxLoan }, errors, instIds, onChange }: OrdersProps) {
  const keyOf = (row: { readonly instId: string | null }) => row.instId;
  const asked = { keys: instIds, keyOf, errors };
  const limits = pairUp({ ...asked, rows: maxAvail, path: ['account', 'maxAvail'] });
  const loans = pairUp({ ...asked, rows: maxLoan, path: ['account', 'maxLoan'] });
  const orders = instIds.map((instId, at) => ({ instId, limits: limits[at], loans: loans[at] }));

  function ask(form: FormData): void {
    const names = form.get('instIds');
    if (typeof names !== 'string') return;
    onChange([...new Set(names.toUpperCase().match(/[^\s,]+/g))]);
  }

  return (
    <section aria-labelledby="orders">
      <header>
        <h2 id="orders">For orders, with cross margin</h2>
        <AsOf times={(maxAvail ?? []).map((row) => row?.asOf)} />
        <form action={ask}>
          <label>
            Instruments
            <input name="instIds" defaultValue={instIds.join(', ')} spellCheck={false} />
          </label>
          <button type="submit">Show</button>
        </form>
      </header>
      <Table labelledBy="orders" columns={columns} rows={orders} keyOf={({ instId }) => instId} />
    </section>
  );
}
