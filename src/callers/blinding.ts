import { createHmac, hash, randomBytes } from 'node:crypto';

/** Tells tokens apart without holding any, by texts that nobody outside of the process can work out. */
export interface Blinding {
  /** @param digest SHA-256 of a token, in lower-case hexadecimal digits */
  blind(digest: string): string;
}

/** What is kept of a token: its SHA-256 in lower-case hexadecimal digits. */
export const digestOf = (token: string): string => hash('sha256', token);

/**
 * How long it takes to look one up depends on texts that are different in each process, and which whoever sends a token does
 * not know: so it tells nothing about the tokens that there are.
 */
export function createBlinding(): Blinding {
  const key = randomBytes(32);
  return { blind: (digest) => createHmac('sha256', key).update(digest).digest('base64') };
}
