import type { SimulatedAccount } from '../../src/simulator/accounts.ts';

/** Accounts of the embedded exchange that hold nothing, as many as one likes. */
export const emptyAccounts = (count: number): readonly SimulatedAccount[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `account-${index}`,
    mode: 1,
    apiKey: `made-up-key-${index}`,
    secretKey: `made-up-secret-${index}`,
    passphrase: `made-up-passphrase-${index}`,
    holdings: [],
  }));
