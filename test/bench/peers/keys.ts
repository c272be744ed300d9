const known = Array.from({ length: 20 }, (_, index) => `C${String(index + 10)}`);

/** What the stub exchange knows, and what is asked for. */
export const currencies: readonly string[] = known;
export const instruments: readonly string[] = known.map((ccy) => `${ccy}-USDT`);
