import { instrumentKind } from '../endpoints/instrument-kind.ts';
import { GatewayError } from '../errors/gateway-error.ts';
import type { Failed } from '../exchange/outcome.ts';
import type { Ask } from './ask.ts';

/** Halving so few takes as many calls as asking for each alone, and longer. */
const fewKeys = 5;

/** What follows from a call that was refused because of something it asked for. */
export interface Isolation {
  /** The asks that are to blame, and with what. */
  readonly rejected: readonly Ask[];
  readonly error: GatewayError;
  /** The others, in the groups in which to ask for them again. */
  readonly again: readonly (readonly Ask[])[];
}

/**
 * Finds the asks because of which the exchange refused a call as a whole.
 *
 * It mostly names the bad value, glued to its parameter. Where it names another parameter, no key is
 * to blame and asking again cannot help. Where it names nothing, the kinds of instruments are told
 * apart first (accounts in some modes cannot trade some kinds), then the keys that were answered before
 * from those that were not, then halves, and a few are asked for one by one.
 */
export function isolate(
  asks: readonly Ask[],
  { error, culprit }: Failed,
  by: string,
  isProven: (ask: Ask) => boolean,
): Isolation {
  const verdict = (rejected: readonly Ask[], ...again: readonly (readonly Ask[])[]): Isolation => ({
    rejected,
    error,
    again: again.filter((group) => group.length > 0),
  });

  if (culprit !== undefined && !culprit.startsWith(by)) {
    return { rejected: asks, error: badParameter(error, culprit), again: [] };
  }
  const named = asks.filter(({ key }) => culprit === `${by}${String(key)}`);
  if (named.length > 0) {
    return verdict(
      named,
      asks.filter((ask) => !named.includes(ask)),
    );
  }
  const kinds = Map.groupBy(asks, ({ key }) =>
    by === 'instId' ? instrumentKind(String(key)) : '',
  );
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

/** Names that the exchange gives parameters in its messages only. */
const argumentNames: Readonly<Record<string, string>> = { MARGIN_MODE: 'mgnMode' };

function badParameter(error: GatewayError, culprit: string): GatewayError {
  const { code: _, ...details } = error.extensions;
  const name = argumentNames[culprit] ?? culprit;
  const parameter = /^[A-Za-z_]{1,40}$/.test(name) ? ` \`${name}\`` : '';
  return new GatewayError(
    'BAD_USER_INPUT',
    `The exchange does not accept the argument${parameter} here.`,
    details,
  );
}
