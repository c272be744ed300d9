/** What the exchange of the accounts was asked since it was asked for this last. */
export interface AccountCalls {
  readonly calls: number;
  /** Those that were asked for. */
  readonly accounts: number;
  readonly connections: number;
  readonly mostConnections: number;
}

/** One of very many accounts, which differ in nothing but their numbers. */
export const madeAccount = (index: number) => ({
  id: idOf(index),
  apiKey: `key-${index}`,
  secretKey: `secret-of-${index}`,
  passphrase: `passphrase-of-${index}`,
});

export const idOf = (index: number): string => `account-${index}`;

export const indexOfKey = (apiKey: string): number => Number(apiKey.slice('key-'.length));

/** All that it holds, which is different for each. */
export const amountOf = (index: number): string => `${1_000 + index}.25`;
