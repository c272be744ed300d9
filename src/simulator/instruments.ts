import type { InstrumentKind } from '../endpoints/instrument-kind.ts';
import { unknownInstrument } from './refusal.ts';

/** An instrument: a pair (traded on the spot and on margin alike) or a contract. */
export interface Instrument {
  readonly instId: string;
  readonly kind: InstrumentKind;
  readonly base: string;
  readonly quote: string;
  /** Currency that a contract is margined and settled in; for a pair its quote. */
  readonly settle: string;
}

const contract = (
  kind: Exclude<InstrumentKind, 'pair'>,
  family: string,
  ending: string,
): Instrument => {
  const [base = '', quote = ''] = family.split('-');
  // Contracts quoted in USD are settled in the coin itself.
  return {
    instId: `${family}-${ending}`,
    kind,
    base,
    quote,
    settle: quote === 'USD' ? base : quote,
  };
};

const pair = (instId: string): Instrument => {
  const [base = '', quote = ''] = instId.split('-');
  return { instId, kind: 'pair', base, quote, settle: quote };
};

const againstUsdt =
  'BTC ETH OKB SOL XRP BNB DOGE ADA TRX AVAX LINK TON DOT LTC BCH UNI ATOM ETC XLM NEAR APT FIL ARB OP SUI AAVE ICP HBAR INJ GRT LDO MKR WLD PEPE SHIB ORDI USDC';
const otherPairs =
  'BTC-USDC ETH-USDC SOL-USDC XRP-USDC DOGE-USDC BTC-USD ETH-USD BTC-EUR ETH-EUR USDT-EUR ETH-BTC SOL-BTC LTC-BTC OKB-BTC SOL-ETH';
const usdtSwaps = 'BTC ETH SOL XRP DOGE ADA AVAX LINK DOT LTC BCH SUI ARB OP PEPE TON';
const usdSwaps = 'BTC ETH SOL XRP LTC';
const futures = 'BTC-USD BTC-USDT ETH-USD ETH-USDT';
const expiries = '261225 270326';
const options =
  'BTC-USD:261225-90000 BTC-USD:261225-110000 BTC-USD:270326-100000 ETH-USD:261225-3000 ETH-USD:261225-4000 ETH-USD:270326-3500';

/** About a hundred instruments. They do not expire, whatever their date. */
export const instruments: ReadonlyMap<string, Instrument> = new Map(
  [
    ...againstUsdt.split(' ').map((base) => pair(`${base}-USDT`)),
    ...otherPairs.split(' ').map(pair),
    ...usdtSwaps.split(' ').map((base) => contract('swap', `${base}-USDT`, 'SWAP')),
    ...usdSwaps.split(' ').map((base) => contract('swap', `${base}-USD`, 'SWAP')),
    ...['BTC-USDC', 'ETH-USDC'].map((family) => contract('swap', family, 'SWAP')),
    ...futures
      .split(' ')
      .flatMap((family) => expiries.split(' ').map((date) => contract('futures', family, date))),
    ...options.split(' ').flatMap((series) => {
      const [family = '', strike = ''] = series.split(':');
      return ['C', 'P'].map((right) => contract('option', family, `${strike}-${right}`));
    }),
  ].map((instrument) => [instrument.instId, instrument]),
);

/** Throws the refusal of an id that is not listed, which names nobody. Ids are case-sensitive. */
export function instrumentOf(instId: string): Instrument {
  const instrument = instruments.get(instId);
  if (!instrument) throw unknownInstrument('instId', instId);
  return instrument;
}
