import type { RequestLoader } from '../loading/request-loader.ts';
import type { NotApplicable } from './explain-nulls.ts';
import type { HeaderOptions } from './header-options.ts';

interface Asked {
  readonly explain: HeaderOptions['explain'];
  /** The most calls that the query could take by its plan; undefined where nobody wanted to know. */
  readonly planned: number | undefined;
  /** Undefined where nobody wanted to know, or it cannot be told. */
  readonly notApplicable: readonly NotApplicable[] | undefined;
}

/** What an answer tells beside its data: what the exchange had no row of and, if that was asked for, the calls that served it, or which nulls have a reason. */
export function answerExtensions(
  loader: RequestLoader,
  { explain, planned, notApplicable }: Asked,
): Readonly<Record<string, unknown>> {
  const noRows = loader.noRows();
  const told = noRows.length > 0 ? { noRows } : {};
  if (notApplicable) return { ...told, notApplicable };
  if (explain === 'calls') return { ...told, calls: loader.calls() };
  if (explain !== 'cost') return told;
  const calls = loader.calls();
  const shared = calls.filter((call) => call.shared).length;
  return { ...told, cost: { planned, made: calls.length, shared, charged: loader.charged() } };
}
