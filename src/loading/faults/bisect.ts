import type { GatewayError } from '../../errors/gateway-error.ts';
import type { Failed } from '../../exchange/outcome.ts';
import type { Ask } from '../queue/ask.ts';

/** Halving so few takes as many calls as asking for each alone, and longer. */
const fewKeys = 5;

/** What follows from a call that was refused because of one of its keys. */
export interface Bisection {
  /** The asks that are to blame, and with what. */
  readonly rejected: readonly Ask[];
  readonly error: GatewayError;
  /** The others, in the groups in which to ask for them again. */
  readonly again: readonly (readonly Ask[])[];
}

/**
 * Finds the asks because of which the exchange refused a call as a whole.
 *
 * It mostly names them. Where it names nothing, the kinds of keys are told apart first, then the keys that were
 * answered before from those that were not, then halves, and a few are asked for one by one.
 *
 * @param kindOf what the exchange may refuse as a whole: accounts in some modes cannot trade some kinds
 * @param isProven whether the exchange has answered a key before
 */
export function bisect(
  asks: readonly Ask[],
  { error, keys = [] }: Failed,
  kindOf: (ask: Ask) => string,
  isProven: (ask: Ask) => boolean,
): Bisection {
  const verdict = (rejected: readonly Ask[], ...again: readonly (readonly Ask[])[]): Bisection => ({
    rejected,
    error,
    again: again.filter((group) => group.length > 0),
  });

  const { true: named = [], false: others = [] } = Object.groupBy(
    asks,
    ({ key }) => `${typeof key === 'string' && keys.includes(key)}`,
  );
  if (named.length > 0) return verdict(named, others);
  const kinds = Map.groupBy(asks, kindOf);
  if (kinds.size > 1) return verdict([], ...kinds.values());
  if (asks.length === 1 || error.code !== 'KEY_REJECTED') return verdict(asks);
  const { true: proven = [], false: unproven = [] } = Object.groupBy(
    asks,
    (ask) => `${isProven(ask)}`,
  );
  if (proven.length > 0 && unproven.length > 0) return verdict([], proven, unproven);
  if (asks.length <= fewKeys) return verdict([], ...asks.map((ask) => [ask]));
  const middle = Math.ceil(asks.length / 2);
  return verdict([], asks.slice(0, middle), asks.slice(middle));
}
