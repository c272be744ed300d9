import type { errors, JWTPayload } from 'jose';
import type { FindKey } from './key-set.ts';
import type { JwtIssuer } from './known-callers.ts';
import { badToken, type CallerRefusal } from './refusal.ts';

/** For how many seconds the clocks of issuer and gateway may differ. */
export const toleranceS = 5;

/** Its signature may be good: the issuer may show the key by now. */
export const unknownKey = badToken(
  'The token is signed with a key that its issuer does not show. Get a new one.',
);
const unverified = badToken('The token cannot be verified. Get a new one from its issuer.');
const expired = badToken('The token has expired. Get a new one.');
const notYetValid = badToken('The token is not valid yet. Look at the clock of its issuer.');
const foreign = badToken('The token is of another issuer than the one that is trusted here.');
const elsewhere = badToken('The token is for another audience than this gateway.');

/** What a token says, if it is by the issuer and for this gateway, and holds at present. */
export async function verifyJwt(
  token: string,
  findKey: FindKey,
  { algorithms, issuer, audience }: JwtIssuer,
  currentDate: Date,
): Promise<JWTPayload | CallerRefusal> {
  const jose = await import('jose');
  try {
    const { payload } = await jose.jwtVerify(token, findKey, {
      algorithms: [...algorithms],
      issuer,
      audience,
      requiredClaims: ['exp', 'sub'],
      clockTolerance: toleranceS,
      currentDate,
    });
    return payload;
  } catch (error) {
    return refusalOf(error, jose.errors);
  }
}

/** Claims are looked at after the signature, so only who was given the token is told of them. */
function refusalOf(
  error: unknown,
  { JWKSNoMatchingKey, JWTExpired, JWTClaimValidationFailed }: typeof errors,
): CallerRefusal {
  if (error instanceof JWKSNoMatchingKey) return unknownKey;
  if (error instanceof JWTExpired) return expired;
  if (!(error instanceof JWTClaimValidationFailed)) return unverified;
  const { claim, reason } = error;
  if (reason === 'check_failed') {
    if (claim === 'iss') return foreign;
    if (claim === 'aud') return elsewhere;
    if (claim === 'nbf') return notYetValid;
  }
  return badToken(`The claim \`${claim}\` of the token is missing, or is wrong. Ask its issuer.`);
}
