import { exact, zero, type Amount } from './amounts.ts';
import { currencies } from './currencies.ts';
import { hash } from './randomness.ts';

/** Prices at one moment. The same object for every call of the same second. */
export interface Market {
  /** Milliseconds since the Unix epoch at which these prices began to hold. */
  readonly time: number;
  /** USD per unit; zero for a currency that is not listed. */
  price(ccy: string): Amount;
  /** Share of its worth that counts as collateral; zero: neither collateral nor loan. */
  discount(ccy: string): Amount;
  /** Relative distance of the price from its base, such as -0.0012. */
  move(ccy: string): Amount;
}

/** Long ago enough to be no time of a test by accident; the one moment of a market that stands still. */
const standstill = Date.UTC(2026, 0, 1);

/**
 * Prices that are a pure function of seed, currency and second, so that an answer can be recomputed
 * for any moment without replaying what came before.
 */
export function createMarket(options: {
  readonly seed: number;
  readonly moving: boolean;
}): (wallTime: number) => Market {
  let latest: Market | undefined;
  return (wallTime) => {
    const time = options.moving ? Math.floor(wallTime / 1_000) * 1_000 : standstill;
    if (latest?.time !== time) latest = marketAt(time, options);
    return latest;
  };
}

function marketAt(time: number, { seed, moving }: { seed: number; moving: boolean }): Market {
  const basisPoints = (ccy: string): Amount => {
    const swing = currencies[ccy]?.swing ?? 0;
    if (!moving || swing === 0) return zero;
    return exact(String((hash(`${seed}/${ccy}/${time}`) % (2 * swing + 1)) - swing));
  };
  const move = (ccy: string): Amount => basisPoints(ccy).times('0.0001');
  return {
    time,
    move,
    discount: (ccy) => exact(currencies[ccy]?.discount ?? '0'),
    price(ccy) {
      const base = currencies[ccy]?.price;
      return base === undefined ? zero : exact(base).times(move(ccy).plus('1'));
    },
  };
}
