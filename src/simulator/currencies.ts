export interface ListedCurrency {
  /** USD per unit while nothing moves. */
  readonly price: string;
  /** Share of its worth that counts as collateral; `0`: neither collateral nor loan. */
  readonly discount: string;
  /** Most basis points by which the price leaves its base, up or down. */
  readonly swing: number;
}

const fiat = (price: string): ListedCurrency => ({ price, discount: '1', swing: 0 });
const stable = (price: string): ListedCurrency => ({ price, discount: '0.99', swing: 2 });
const major = (price: string): ListedCurrency => ({ price, discount: '0.95', swing: 40 });
const alt = (price: string): ListedCurrency => ({ price, discount: '0.8', swing: 60 });
const small = (price: string): ListedCurrency => ({ price, discount: '0', swing: 90 });

/** Every currency that the embedded exchange knows. Prices are made up. */
export const currencies: Readonly<Record<string, ListedCurrency>> = {
  USD: fiat('1'),
  EUR: fiat('1.0825'),
  USDT: stable('0.9998'),
  USDC: stable('1.0001'),
  DAI: stable('0.9996'),
  BTC: major('97250.4'),
  ETH: major('3421.77'),
  OKB: major('52.318'),
  SOL: major('186.42'),
  XRP: major('2.1853'),
  BNB: major('655.1'),
  DOGE: alt('0.32415'),
  ADA: alt('0.8931'),
  TRX: alt('0.24572'),
  AVAX: alt('36.84'),
  LINK: alt('21.733'),
  TON: alt('5.382'),
  DOT: alt('6.917'),
  LTC: alt('103.62'),
  BCH: alt('448.9'),
  UNI: alt('13.276'),
  ATOM: alt('6.448'),
  ETC: alt('26.31'),
  XLM: alt('0.36618'),
  NEAR: alt('5.127'),
  APT: alt('9.043'),
  FIL: alt('4.886'),
  ARB: alt('0.7449'),
  OP: alt('1.8327'),
  SUI: alt('4.1184'),
  AAVE: alt('311.47'),
  ICP: alt('10.228'),
  HBAR: alt('0.28041'),
  INJ: alt('22.06'),
  IMX: alt('1.3018'),
  GRT: alt('0.20193'),
  ALGO: alt('0.35172'),
  SAND: alt('0.5426'),
  MANA: alt('0.4788'),
  AXS: alt('6.134'),
  CRV: alt('0.8967'),
  LDO: alt('1.8122'),
  MKR: alt('1498.3'),
  COMP: alt('74.55'),
  SNX: alt('1.9746'),
  XTZ: alt('1.2681'),
  EOS: alt('0.7854'),
  CHZ: alt('0.07793'),
  WLD: small('2.1067'),
  BLUR: small('0.24398'),
  PEPE: small('0.00001846'),
  SHIB: small('0.00002193'),
  BONK: small('0.00003047'),
  FLOKI: small('0.00016732'),
  ORDI: small('25.916'),
  SATS: small('0.0000001943'),
  CORE: small('1.1025'),
  BETH: small('3418.2'),
  PYTH: small('0.36224'),
  JUP: small('0.8316'),
  TIA: small('4.771'),
  STRK: small('0.4392'),
};
