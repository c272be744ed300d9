import { isDeepStrictEqual } from 'node:util';
import { createAnonymousCallers } from './anonymous.ts';
import { readBearer } from './bearer.ts';
import { createBlinding, digestOf } from './blinding.ts';
import { createJwtCallers, type JwtCallers } from './jwt-callers.ts';
import { createKeySet, type KeySet, type KeySetParts, type KeysStanding } from './key-set.ts';
import type { JwtIssuer, KnownCallers } from './known-callers.ts';
import { type Check, type Found, isRefusal, notOnBehalf, unknownToken } from './refusal.ts';
import { createTokenCallers } from './token-callers.ts';

/** What a request tells of who sends it. */
export interface Credentials {
  /** The header `authorization`. */
  readonly authorization: string | null;
  /** The header `x-on-behalf-of`: the name of whom a router asks for. */
  readonly onBehalfOf: string | null;
  /** The address of the connection. */
  readonly address: string;
}

export interface CallersStanding {
  /** Callers of the file. */
  readonly named: number;
  /** Accounts that they may ask for by name, served or not. */
  readonly accountIds: ReadonlySet<string>;
  /** The keys of the issuer of JWTs; null where there is none. */
  readonly jwt: KeysStanding | null;
}

export interface Callers {
  /** Who sends a request, or how to find out where a JWT has to be verified first. */
  identify(credentials: Credentials): Found | Check;
  /** These may ask from now on, and no others. */
  replace(known: KnownCallers): void;
  /** Who may ask, in numbers; null where everybody may. */
  standing(): CallersStanding | null;
  /** Asks for keys of issuers no more. */
  close(): void;
}

/** @param initial null where callers need no token: then everybody may read everything, and is told apart by the address */
export function createCallers(initial: KnownCallers | null, parts: KeySetParts): Callers {
  const blinding = createBlinding();
  const anonymous = createAnonymousCallers();
  const issuer = createIssuer();
  let tokens = initial && createTokenCallers(initial.callers, blinding);
  let named = initial?.callers.length ?? 0;
  let accountIds = accountsOf(initial?.callers ?? []);

  /** The JWTs of one issuer at a time; its keys are kept as long as they come from the same place. */
  function createIssuer() {
    let of: JwtIssuer | null = null;
    let keySet: KeySet | null = null;
    let callers: JwtCallers | null = null;
    return {
      callers: () => callers,
      standing: () => keySet?.standing() ?? null,
      replace(next: JwtIssuer | null) {
        if (isDeepStrictEqual(next, of)) return;
        of = next;
        if (keySet?.url !== next?.jwksUrl) {
          keySet?.stop();
          keySet = next && createKeySet(next.jwksUrl, parts);
        }
        const { clock } = parts;
        callers = next && keySet && createJwtCallers(next, { keySet, blinding, clock });
      },
    };
  }

  function replace({ callers, jwt }: KnownCallers): void {
    tokens = createTokenCallers(callers, blinding);
    named = callers.length;
    accountIds = accountsOf(callers);
    issuer.replace(jwt);
  }
  if (initial) issuer.replace(initial.jwt);

  return {
    identify({ authorization, onBehalfOf, address }) {
      if (tokens === null) return onBehalfOf === null ? anonymous(address) : notOnBehalf;
      const token = readBearer(authorization);
      if (typeof token !== 'string') return token;
      const digest = digestOf(token);
      const holder = tokens.byToken(digest);
      if (holder !== null) {
        if (onBehalfOf === null) return holder.caller;
        return tokens.onBehalf(holder, onBehalfOf) ?? notOnBehalf;
      }
      const found = issuer.callers()?.identify(token, digest) ?? unknownToken;
      if (onBehalfOf === null) return found;
      if (typeof found !== 'function') return refuseOnBehalf(found);
      return async () => refuseOnBehalf(await found());
    },
    replace,
    standing: () => (tokens === null ? null : { named, accountIds, jwt: issuer.standing() }),
    close: () => issuer.replace(null),
  };
}

const accountsOf = (callers: KnownCallers['callers']): ReadonlySet<string> =>
  new Set(callers.flatMap((one) => one.accountIds ?? []));

/** The subject of a JWT asks for nobody else. */
const refuseOnBehalf = (found: Found): Found => (isRefusal(found) ? found : notOnBehalf);
