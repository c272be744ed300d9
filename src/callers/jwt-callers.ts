import { LRUCache } from 'lru-cache';
import type { Clock } from '../time/clock.ts';
import type { Blinding } from './blinding.ts';
import type { Caller } from './caller.ts';
import { callerOfClaims } from './claims.ts';
import { type FindKey, type KeySet, retryEveryMs } from './key-set.ts';
import type { JwtIssuer } from './known-callers.ts';
import { type Check, type Found, isRefusal, noKeys, unknownToken } from './refusal.ts';
import { toleranceS, unknownKey, verifyJwt } from './verify-jwt.ts';

interface JwtCallersParts {
  readonly keySet: KeySet;
  readonly blinding: Blinding;
  readonly clock: Clock;
}

export interface JwtCallers {
  /** Who a token is of, or how to find out. */
  identify(token: string, digest: string): Found | Check;
}

/** A token that has been verified. */
interface Verified {
  readonly caller: Caller;
  /** With what: with other keys it has to be verified again. */
  readonly findKey: FindKey;
  /** Until when it holds, in milliseconds since 1970. */
  readonly until: number;
}

/** Tokens that are kept as verified; the one that was used longest ago is forgotten first. */
const maxKept = 10_000;
/** Three parts in base64url and nothing else: jose would also take some other spellings of the same token. */
const form = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** Each token is verified once, as long as it holds and the keys stay the same, and not for each request. */
export function createJwtCallers(
  issuer: JwtIssuer,
  { keySet, blinding: { blind }, clock }: JwtCallersParts,
): JwtCallers {
  const verified = new LRUCache<string, Verified>({ max: maxKept });
  const underWay = new Map<string, Promise<Found>>();

  async function verify(token: string, id: string, findKey: FindKey): Promise<Found> {
    const payload = await verifyJwt(token, findKey, issuer, new Date(clock.wallTime()));
    const found = isRefusal(payload) ? payload : callerOfClaims(payload, issuer.claims);
    if (isRefusal(payload) || isRefusal(found)) return found;
    const until = ((payload.exp ?? 0) + toleranceS) * 1_000;
    verified.set(id, { caller: found, findKey, until });
    return found;
  }

  async function check(token: string, id: string): Promise<Found> {
    const findKey = keySet.present() ?? (await keySet.first());
    if (findKey === null) return noKeys(retryEveryMs);
    const found = await verify(token, id, findKey);
    if (found !== unknownKey) return found;
    await keySet.lookAgain();
    const newer = keySet.present() ?? findKey;
    return newer === findKey ? found : verify(token, id, newer);
  }

  return {
    identify(token, digest) {
      if (!form.test(token)) return unknownToken;
      const id = blind(digest);
      const known = verified.get(id);
      if (known && known.findKey === keySet.present() && clock.wallTime() < known.until) {
        return known.caller;
      }
      return async () => {
        const checking = underWay.get(id) ?? check(token, id).finally(() => underWay.delete(id));
        underWay.set(id, checking);
        return checking;
      };
    },
  };
}
