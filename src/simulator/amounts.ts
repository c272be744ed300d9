import Big from 'big.js';

/** Decimal arithmetic of the embedded exchange: 16 decimals, the rest cut off, never an exponent. */
const Exact = Big();
Exact.strict = true;
Exact.DP = 16;
Exact.RM = Big.roundDown;
Exact.NE = -1_000_000;
Exact.PE = 1_000_000;

export type Amount = Big;

/** Reads a decimal string; throws on anything else, numbers included. */
export const exact = (text: string): Amount => new Exact(text);

export const zero = exact('0');

/** Cuts to the 16 decimals that go onto the wire, so that a sum of written amounts is the written sum. */
export const cut = (amount: Amount): Amount => amount.round(16, Big.roundDown);

/** Writes an amount as the exchange does: no trailing zeros, no exponent, no minus on zero. */
export function write(amount: Amount): string {
  const short = cut(amount);
  return short.eq(zero) ? '0' : short.toFixed();
}

export const atLeastZero = (amount: Amount): Amount => (amount.lt(zero) ? zero : amount);

export const smaller = (a: Amount, b: Amount): Amount => (a.lt(b) ? a : b);

export const sum = (amounts: Iterable<Amount>): Amount => {
  let total = zero;
  for (const amount of amounts) total = total.plus(amount);
  return total;
};
