import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { JwtIssuer } from '../../src/callers/known-callers.ts';

/** An issuer of JWTs as the gateway knows it. */
export const trusted: JwtIssuer = {
  issuer: 'https://login.test/',
  audience: 'okx-account-gateway',
  algorithms: ['RS256', 'ES256'],
  jwksUrl: 'https://login.test/jwks',
  claims: { accounts: 'accounts', weight: 'weight', mayExplore: 'explore' },
};

/** Wall time at the start of a manual clock, in seconds. */
export const startS = Date.UTC(2026, 0, 15, 12) / 1_000;

export type Json = Readonly<Record<string, unknown>>;

/** What a good token says; it holds for a day. */
export const goodClaims: Json = {
  iss: trusted.issuer,
  aud: trusted.audience,
  sub: 'alice',
  exp: startS + 86_400,
  accounts: ['spot'],
};

export const rsa = () => generateKeyPairSync('rsa', { modulusLength: 2_048 });
export const ec = (namedCurve: 'P-256' | 'P-384') => generateKeyPairSync('ec', { namedCurve });

export const base64url = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

/** A token of these parts, signed without the help of the library that the gateway checks it with. */
export function signToken(header: Json, payload: unknown, key: KeyObject): string {
  const text = `${base64url(header)}.${base64url(payload)}`;
  const own = { key, dsaEncoding: 'ieee-p1363' } as const;
  return `${text}.${sign('sha256', Buffer.from(text), own).toString('base64url')}`;
}

export const publicJwk = (key: KeyObject, more: Json): Json => ({
  ...key.export({ format: 'jwk' }),
  ...more,
});

export type Answer = () => Response | Promise<Response>;

/** What an issuer shows, and how it does. */
export interface ShownKeys {
  readonly fetch: typeof globalThis.fetch;
  /** How often it was asked. */
  count(): number;
  /** Shows these from now on. */
  show(...keys: readonly Json[]): void;
  /** Answers so from now on. */
  answer(how: Answer): void;
}

export function createShownKeys(...initial: readonly Json[]): ShownKeys {
  let count = 0;
  let answer: Answer = () => Response.json({ keys: initial });
  return {
    async fetch() {
      count += 1;
      return answer();
    },
    count: () => count,
    show(...keys) {
      answer = () => Response.json({ keys });
    },
    answer(how) {
      answer = how;
    },
  };
}
