import { hash } from 'node:crypto';
import type { Caller } from './caller.ts';

/** What a request tells of who sends it. */
export interface Credentials {
  /** The header `authorization`. */
  readonly authorization: string | null;
  /** The address of the connection. */
  readonly address: string;
}

/** Why it is not known who sends a request. */
export interface CallerRefusal {
  readonly status: 401;
  /** For the person who meets it. */
  readonly message: string;
}

export interface Callers {
  /** Who sends a request; a promise only where it takes time to find out. */
  identify(credentials: Credentials): Caller | CallerRefusal | Promise<Caller | CallerRefusal>;
}

/** A caller that has a token. */
export interface TokenCaller extends Omit<Caller, 'id'> {
  readonly name: string;
  /** SHA-256 of each of its tokens, in lower-case hexadecimal digits. */
  readonly tokens: readonly string[];
}

/** @param known null where callers need no token: then everybody may read everything, and is told apart by the address */
export function createCallers(known: readonly TokenCaller[] | null): Callers {
  if (known === null) return { identify: ({ address }) => anonymous(address) };
  const byToken = new Map(
    known.flatMap(({ name, tokens, ...rest }) =>
      tokens.map((token) => [token, { ...rest, id: `token:${name}` }] as const),
    ),
  );
  return {
    identify({ authorization }) {
      const [, token] = /^Bearer +(\S+)$/i.exec(authorization ?? '') ?? [];
      const caller = token === undefined ? undefined : byToken.get(hash('sha256', token));
      return caller ?? { status: 401, message: 'Send a token: authorization: Bearer …' };
    },
  };
}

const anonymous = (address: string): Caller => ({
  id: `address:${address}`,
  accountIds: null,
  weight: 1,
  mayExplore: true,
});
