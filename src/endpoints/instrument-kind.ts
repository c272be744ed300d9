/** What an instrument is, as its id tells. */
export type InstrumentKind = 'pair' | 'swap' | 'futures' | 'option';

/** `BTC-USDT` is a pair, `BTC-USDT-SWAP` a swap, `BTC-USD-261225` futures, `BTC-USD-261225-90000-C` an option. */
export function instrumentKind(instId: string): InstrumentKind {
  const parts = instId.split('-');
  if (parts.length <= 2) return 'pair';
  if (parts.at(-1) === 'SWAP') return 'swap';
  return parts.length === 3 ? 'futures' : 'option';
}
