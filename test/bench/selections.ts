import type { WireRow } from './expectations.ts';

/**
 * A row as the graph shows these fields of it, in this order: what is missing or empty on the wire is null, a side
 * is an enum.
 */
export const shown = (fields: readonly string[], row: WireRow): WireRow =>
  Object.fromEntries(
    fields.map((name) => [
      name,
      name === 'side' ? String(row[name]).toUpperCase() : row[name] || null,
    ]),
  );

/** Fields as a part of a query. */
export const selected = (fields: readonly string[]): string => fields.join(' ');
