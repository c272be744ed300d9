import type { AccountMode } from '../endpoints/declare.ts';

/** What an account holds, or once held, of one currency. Amounts in that currency; absent means zero. */
export interface Holding {
  /** One of the listed currencies. */
  readonly ccy: string;
  /** Cash balance; negative when borrowed. */
  readonly cash: string;
  readonly ordFrozen?: string;
  readonly fixed?: string;
  readonly stgyEq?: string;
  readonly interest?: string;
  readonly isoEq?: string;
  readonly isoUpl?: string;
  readonly isoLiab?: string;
  readonly reward?: string;
  readonly spotIso?: string;
  readonly spotInUse?: string;
  /** Matched by auto lend, which is then active. */
  readonly lent?: string;
  /** Average USD price paid; with it come the figures on profit since. */
  readonly paid?: string;
  /** The cross position margined in this currency. */
  readonly position?: {
    readonly kind: 'swap' | 'futures' | 'option';
    /** Currency whose price moves it. */
    readonly on: string;
    /** Worth of the position; negative when short. */
    readonly worth: string;
    /** Profit carried from before prices began to move. */
    readonly carried: string;
  };
}

/** Reads `BTC 1.5  ETH 2`: what is held without anything special about it. */
function plain(text: string): Holding[] {
  return text
    .trim()
    .split(/\s{2,}/)
    .map((entry) => {
      const [ccy = '', cash = ''] = entry.split(' ');
      return { ccy, cash };
    });
}

const swap = (on: string, worth: string, carried: string): NonNullable<Holding['position']> => ({
  kind: 'swap',
  on,
  worth,
  carried,
});

/** What the default account of each mode holds. */
export const holdingsOf: Readonly<Record<AccountMode, readonly Holding[]>> = {
  1: [
    { ccy: 'USDT', cash: '18250.437718390216', ordFrozen: '1200.5', lent: '350.25' },
    { ccy: 'BTC', cash: '0.8153002417', ordFrozen: '0.05', paid: '88120.5' },
    { ccy: 'ETH', cash: '6.204417983650219', fixed: '0.5', paid: '3610.02' },
    { ccy: 'SOL', cash: '41.73', paid: '151.9' },
    ...plain(`EUR 905.11  USDC 2200.000001  OKB 12.5  XRP 1840.25  DOGE 15320.7781  ADA 0
      LTC 3.9182  TRX 0.0000000000000001  PEPE 10679688.0460531643092577  SHIB 0  LINK 44.1
      CHZ 3001  ATOM 0.00000312`),
  ],
  2: [
    {
      ccy: 'USDT',
      cash: '50412.330091827364',
      ordFrozen: '310.2',
      position: swap('BTC', '96400.25', '-181.03761999999875'),
      spotIso: '250',
    },
    {
      ccy: 'BTC',
      cash: '1.20338415',
      isoEq: '0.1004',
      isoUpl: '-0.0021500000000003',
      position: { kind: 'futures', on: 'BTC', worth: '-0.75', carried: '0.01342' },
    },
    {
      ccy: 'ETH',
      cash: '9.5',
      position: { kind: 'option', on: 'ETH', worth: '2.25', carried: '-0.0402' },
    },
    // Most of it stands as margin: frozen exceeds the cash.
    { ccy: 'SOL', cash: '20.5', isoEq: '31.25', isoUpl: '1.75', spotIso: '1.5' },
    ...plain('USDC 1000.25  LTC 14.0087  XRP 0  DOGE 0.0000000000000007  EUR 52.09'),
  ],
  3: [
    {
      ccy: 'USDT',
      cash: '4850.435693622894',
      stgyEq: '150',
      ordFrozen: '8.573',
      lent: '1200',
      position: swap('BTC', '12040.5', '-7.545600000000006'),
    },
    {
      ccy: 'BTC',
      cash: '2.5300417785501846',
      ordFrozen: '0.125',
      paid: '71240.33',
      position: { kind: 'futures', on: 'BTC', worth: '0.4', carried: '0.00731' },
    },
    { ccy: 'ETH', cash: '31.0092837465564738', isoEq: '1.5', isoUpl: '-0.0031', paid: '2988.4' },
    // Borrowed, with the artefact of a double in it.
    { ccy: 'XRP', cash: '-81.03761999999875', interest: '0.0300112', isoLiab: '0' },
    { ccy: 'DOGE', cash: '-1520.4000000000001', interest: '0.71', isoLiab: '12.5' },
    // The position takes more margin than there is cash.
    {
      ccy: 'USDC',
      cash: '512.25',
      ordFrozen: '75.5',
      position: swap('ETH', '-9100.125', '12.0400000000000063'),
    },
    { ccy: 'SOL', cash: '84.5', fixed: '10', position: swap('SOL', '30', '-0.92') },
    { ccy: 'PEPE', cash: '10679688.0460531643092577' },
    { ccy: 'SHIB', cash: '90441207.1180000334172609' },
    { ccy: 'SATS', cash: '1203344556.778899001122334' },
    // Dust, and currencies held once.
    ...plain(`TRX 0.0000000000000001  EOS 0.0000000000000093  CHZ 0.00000001  FLOKI 0
      MANA 0  SAND 0  AXS 0  STRK 0`),
    ...plain(`EUR 1250.75  DAI 88.1200304  OKB 140.25  BNB 4.118  ADA 2210.449  AVAX 61.0725
      LINK 133.90218  TON 402.7  DOT 95.31  LTC 12.0045  BCH 3.3391  UNI 58.44  ATOM 77.125
      ETC 19.5  XLM 4100.2  NEAR 230.0991  APT 45.7  FIL 66.08  ARB 1520.75  OP 804.2  SUI 391.4
      AAVE 2.7719  ICP 30.5  HBAR 9000.125  INJ 11.2  IMX 402.9  GRT 1700.01  ALGO 2750.33
      CRV 610.4  LDO 240.18  WLD 190.5  BLUR 3300.9  ORDI 7.25`),
  ],
  4: [
    {
      ccy: 'USDT',
      cash: '250430.118274650193',
      ordFrozen: '2100',
      position: swap('ETH', '-150220.75', '930.4500000000007'),
    },
    {
      ccy: 'BTC',
      cash: '11.3340017',
      spotInUse: '2.5',
      position: { kind: 'option', on: 'BTC', worth: '-3.25', carried: '0.0416' },
    },
    {
      ccy: 'ETH',
      cash: '140.88120034',
      spotInUse: '40',
      position: { kind: 'futures', on: 'ETH', worth: '60.5', carried: '-1.2006' },
    },
    { ccy: 'SOL', cash: '-35.0000000000000071', interest: '0.0191' },
    ...plain(`USDC 40200.5  EUR 0  OKB 310.001  BNB 22.75  XRP 0.0000000000000001  LTC 88.25
      DOT 1210.6  LINK 402.33  PEPE 73310455.0021943381760021  AAVE 15.5  UNI 0`),
  ],
};
