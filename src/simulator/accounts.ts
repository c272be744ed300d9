import type { AccountMode } from '../endpoints/declare.ts';
import { holdingsOf, type Holding } from './holdings.ts';

/** An account of the embedded exchange with its made-up credentials. */
export interface SimulatedAccount {
  readonly id: string;
  readonly mode: AccountMode;
  readonly apiKey: string;
  readonly secretKey: string;
  readonly passphrase: string;
  /** Whether its key is one of demo trading, which wants `x-simulated-trading: 1`. Default: no. */
  readonly demo?: boolean;
  /** Whether borrowing is enabled in Spot mode. Default: no. */
  readonly borrows?: boolean;
  /** What its key may do, as the exchange writes it. Default: read. */
  readonly permissions?: readonly string[];
  /** What it holds or ever held. Default: what the default account of its mode holds. */
  readonly holdings?: readonly Holding[];
  /** Whether its balance comes in the older form, which lacks the newest fields. Default: no. */
  readonly olderForm?: boolean;
}

/** One account of each mode; the first is the one to begin with. */
export const defaultAccounts: readonly SimulatedAccount[] = [
  {
    id: 'multi-currency',
    mode: 3,
    apiKey: '5eed0000-0000-4000-8000-000000000003',
    secretKey: '5EED00000000MADEUP00000000000003',
    passphrase: 'Made-up-3',
  },
  {
    id: 'spot',
    mode: 1,
    apiKey: '5eed0000-0000-4000-8000-000000000001',
    secretKey: '5EED00000000MADEUP00000000000001',
    passphrase: 'Made-up-1',
    olderForm: true,
  },
  {
    id: 'futures',
    mode: 2,
    apiKey: '5eed0000-0000-4000-8000-000000000002',
    secretKey: '5EED00000000MADEUP00000000000002',
    passphrase: 'Made-up-2',
  },
  {
    id: 'portfolio',
    mode: 4,
    apiKey: '5eed0000-0000-4000-8000-000000000004',
    secretKey: '5EED00000000MADEUP00000000000004',
    passphrase: 'Made-up-4',
  },
];

/** The accounts as an `ACCOUNTS_FILE` lists them, when their exchange listens at `baseUrl`. */
export const entriesOf = (accounts: readonly SimulatedAccount[], baseUrl: string) =>
  accounts.map(({ id, apiKey, secretKey, passphrase }) => ({
    id,
    apiKey,
    secretKey,
    passphrase,
    baseUrl,
  }));

export const holdingsOfAccount = (account: SimulatedAccount): readonly Holding[] =>
  account.holdings ?? holdingsOf[account.mode];
