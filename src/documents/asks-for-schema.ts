import { type DocumentNode, Kind, type SelectionSetNode } from 'graphql';

/** The fields of `Query` that tell of the graph: to clients, and to routers. */
const names: ReadonlySet<string> = new Set(['__schema', '__type', '_service']);
const anyName = new RegExp(String.raw`\b(?:${[...names].join('|')})\b`);

/**
 * Whether a valid document asks for the graph itself in any of its operations and fragments. No other type has fields
 * of these names.
 *
 * @param text that it was parsed from: most hold none of the names, and so need not be looked through
 */
export function asksForSchema(text: string, { definitions }: DocumentNode): boolean {
  if (!anyName.test(text)) return false;
  return definitions.some(
    (definition) => 'selectionSet' in definition && isAmong(definition.selectionSet),
  );
}

function isAmong({ selections }: SelectionSetNode): boolean {
  return selections.some((selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return false;
    if (selection.kind === Kind.FIELD && names.has(selection.name.value)) return true;
    return selection.selectionSet !== undefined && isAmong(selection.selectionSet);
  });
}
