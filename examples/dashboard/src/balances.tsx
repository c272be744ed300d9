import { useState } from 'react';
import { Amount, type AmountProps, AsOf, compareAmounts, type Reason } from './amounts.tsx';
import type { LiveSubscription } from './generated/graphql.ts';
import { type Column, Table } from './table.tsx';

type Account = NonNullable<LiveSubscription['account']>;

interface Balance extends NonNullable<NonNullable<Account['details']>[number]> {
  /** Why it is not known what can leave. */
  readonly reason: Reason | undefined;
}

const columns: readonly Column<Balance>[] = [
  {
    name: 'Currency',
    cell: ({ ccy }) => ccy,
    sort: { by: ({ ccy }) => ccy, compare: (one, other) => one.localeCompare(other) },
  },
  amounts('Worth', ({ eqUsd }) => ({ value: eqUsd, unit: 'USD' })),
  amounts('Equity', ({ eq }) => ({ value: eq })),
  amounts('Available', ({ availBal }) => ({ value: availBal })),
  amounts('Can leave', ({ maxWithdrawal, reason }) => ({ value: maxWithdrawal?.maxWd, reason })),
  amounts('With loans', ({ maxWithdrawal }) => ({ value: maxWithdrawal?.maxWdEx })),
];

function amounts(name: string, of: (row: Balance) => AmountProps): Column<Balance> {
  return {
    name,
    cell: (row) => <Amount {...of(row)} />,
    sort: { by: (row) => of(row).value, compare: compareAmounts },
  };
}

interface BalancesProps {
  readonly account: Account;
  readonly errors: readonly Reason[];
}

export function Balances({ account: { asOf, details }, errors }: BalancesProps) {
  const [search, setSearch] = useState('');
  const rows = (details ?? []).flatMap((row, at): readonly Balance[] =>
    row ? [{ ...row, reason: reasonAt(errors, ['account', 'details', at, 'maxWithdrawal']) }] : [],
  );
  const found = rows.filter(({ ccy }) => ccy.includes(search.trim().toUpperCase()));
  return (
    <section aria-labelledby="balances">
      <header>
        <h2 id="balances">Balances</h2>
        <AsOf times={[asOf, ...rows.map(({ maxWithdrawal }) => maxWithdrawal?.asOf)]} />
        <label>
          Search
          <input type="search" value={search} onChange={(event) => setSearch(event.target.value)} />
        </label>
        <output>{`${found.length} of ${rows.length}`}</output>
      </header>
      {!details && <p className="fault">{reasonAt(errors, ['account', 'details'])?.message}</p>}
      <Table
        labelledBy="balances"
        columns={columns}
        rows={found}
        keyOf={({ ccy }) => ccy}
        sortedBy="Worth"
      />
    </section>
  );
}

/** Why the part of the answer at a path is missing: an error of it, or of what holds it. */
function reasonAt(
  errors: readonly Reason[],
  path: readonly (string | number)[],
): Reason | undefined {
  return errors.find((error) => error.path?.every((step, at) => step === path[at]) ?? false);
}
