import { type ReactNode, useState } from 'react';

export interface Column<Row> {
  readonly name: string;
  readonly cell: (row: Row) => ReactNode;
  /** What rows are sorted by, and how two of them compare; without it the column has no button. */
  readonly sort?: {
    readonly by: (row: Row) => string | null | undefined;
    readonly compare: (one: string, other: string) => number;
  };
}

interface TableProps<Row> {
  /** Id of the heading that names it. */
  readonly labelledBy: string;
  /** The first one names the row. */
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly sortedBy?: string;
}

type Direction = 'ascending' | 'descending';

/** On a phone its rows become cards by CSS; the roles are told, since some browsers forget them then. */
export function Table<Row>({ labelledBy, columns, rows, keyOf, sortedBy }: TableProps<Row>) {
  const [order, setOrder] = useState<{ name: string | undefined; direction: Direction }>({
    name: sortedBy,
    direction: 'descending',
  });
  const sort = columns.find(({ name }) => name === order.name)?.sort;
  const sorted = sort ? inOrder(rows, sort, order.direction) : rows;

  function sortBy(name: string): void {
    const isTurned = order.name === name && order.direction === 'descending';
    setOrder({ name, direction: isTurned ? 'ascending' : 'descending' });
  }

  return (
    <table role="table" aria-labelledby={labelledBy}>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map(({ name, sort: canSort }) => (
            <th
              key={name}
              role="columnheader"
              scope="col"
              aria-sort={order.name === name ? order.direction : undefined}
            >
              {canSort ? (
                <button type="button" onClick={() => sortBy(name)}>
                  {name}
                </button>
              ) : (
                name
              )}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {sorted.map((row) => (
          <tr key={keyOf(row)} role="row">
            {columns.map(({ name, cell }, at) =>
              at === 0 ? (
                <th key={name} role="rowheader" scope="row">
                  {cell(row)}
                </th>
              ) : (
                <td key={name} role="cell" data-name={name}>
                  {cell(row)}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What has nothing to be sorted by comes last, whichever way. */
function inOrder<Row>(
  rows: readonly Row[],
  { by, compare }: NonNullable<Column<Row>['sort']>,
  direction: Direction,
): readonly Row[] {
  const sign = direction === 'ascending' ? 1 : -1;
  return rows.toSorted((one, other) => {
    const [a, b] = [by(one) ?? null, by(other) ?? null];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    return sign * compare(a, b);
  });
}
