/**
 * Verifies an ID token as OpenID Connect Core 3.1.3.7 asks, and names the check
 * that failed. The reason is for the log; people read one sentence for all.
 */
import { createHash } from 'node:crypto';
import { errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { causeFor } from './id-token-cause.ts';

/** Seconds that clocks may differ. */
const leeway = 30;

/** Only signatures by the issuer's private key: never `none`, never a shared secret. */
export const algorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

export type Expected = {
  issuer: string;
  clientId: string;
  keys: JWTVerifyGetKey;
  /** Milliseconds since the epoch. */
  now: number;
  accessToken?: string | undefined;
};

export type IdTokenRefusal =
  | 'malformed'
  | 'algorithm'
  | 'key-unknown'
  | 'signature'
  | 'issuer'
  | 'audience'
  | 'authorized-party'
  | 'expired'
  | 'not-yet-valid'
  | 'claim-missing'
  | 'subject'
  | 'access-token-hash'
  | 'keys-unreachable';

export type IdToken = JWTPayload & { sub: string; nonce: string; auth_time?: number };

export type Verified =
  | { ok: true; claims: IdToken }
  | {
      ok: false;
      reason: IdTokenRefusal;
      /** For the log: what was found, and what was expected. */
      cause?: string;
      /** The claims that the issuer did sign, though the token is refused. */
      signed?: JWTPayload;
    };

export async function verifyIdToken(token: string, expected: Expected): Promise<Verified> {
  let claims: JWTPayload;
  let algorithm: string;
  try {
    const verified = await jwtVerify(token, expected.keys, {
      algorithms,
      issuer: expected.issuer,
      audience: expected.clientId,
      clockTolerance: leeway,
      currentDate: new Date(expected.now),
      requiredClaims: ['exp', 'iat', 'sub', 'nonce'],
    });
    claims = verified.payload;
    algorithm = verified.protectedHeader.alg;
  } catch (error) {
    return refused(reasonOf(error), signedIn(error), expected, error);
  }
  const reason = refusalOf(claims, algorithm, expected);
  if (reason) return refused(reason, claims, expected);
  const { sub, nonce, auth_time } = claims;
  if (typeof nonce !== 'string' || !nonce) return { ok: false, reason: 'claim-missing' };
  if (!isSubject(sub)) return refused('subject', claims, expected);
  const time = typeof auth_time === 'number' ? { auth_time } : {};
  return { ok: true, claims: { ...claims, sub, nonce, ...time } };
}

/**
 * OpenID Connect Core 2: a text of at most 255 characters. A number is not taken for one:
 * above 2^53, JSON makes one number of two, and one person of two people.
 */
const isSubject = (sub: unknown): sub is string =>
  typeof sub === 'string' && /^\P{C}{1,255}$/u.test(sub);

function refused(
  reason: IdTokenRefusal,
  signed: JWTPayload | undefined,
  expected: Expected,
  error?: unknown,
): Verified {
  const cause = causeFor(reason, signed, expected, error);
  return {
    ok: false,
    reason,
    ...(cause === null ? {} : { cause }),
    ...(signed === undefined ? {} : { signed }),
  };
}

/** The claims of a token whose signature was verified before another check failed. */
const signedIn = (error: unknown): JWTPayload | undefined =>
  error instanceof errors.JWTExpired || error instanceof errors.JWTClaimValidationFailed
    ? error.payload
    : undefined;

function refusalOf(
  claims: JWTPayload,
  algorithm: string,
  { clientId, now, accessToken }: Expected,
): IdTokenRefusal | null {
  const latest = now / 1000 + leeway;
  if (typeof claims.iat !== 'number' || claims.iat > latest) return 'not-yet-valid';
  if (claims['auth_time'] !== undefined && !isPast(claims['auth_time'], latest))
    return 'not-yet-valid';
  const audiences = Array.isArray(claims.aud) ? claims.aud : [claims.aud];
  const party = claims['azp'];
  if (audiences.length > 1 && party === undefined) return 'authorized-party';
  if (party !== undefined && party !== clientId) return 'authorized-party';
  const hash = claims['at_hash'];
  if (
    hash !== undefined &&
    accessToken !== undefined &&
    hash !== accessTokenHash(accessToken, algorithm)
  ) {
    return 'access-token-hash';
  }
  return null;
}

function isPast(time: unknown, latest: number): boolean {
  return typeof time === 'number' && Number.isFinite(time) && time <= latest;
}

/** OpenID Connect Core 3.1.3.6: the left half of the hash that the signature's algorithm uses. */
export function accessTokenHash(accessToken: string, algorithm: string): string {
  const bits = algorithm.startsWith('Ed') ? '512' : algorithm.slice(2);
  const digest = createHash(`sha${bits}`).update(accessToken, 'ascii').digest();
  return digest.subarray(0, digest.length / 2).toString('base64url');
}

function reasonOf(error: unknown): IdTokenRefusal {
  if (error instanceof errors.JWTExpired) return 'expired';
  if (error instanceof errors.JWTClaimValidationFailed) return claimReason(error);
  if (error instanceof errors.JOSEAlgNotAllowed) return 'algorithm';
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'signature';
  if (error instanceof errors.JWKSNoMatchingKey) return 'key-unknown';
  if (error instanceof errors.JWKSMultipleMatchingKeys) return 'key-unknown';
  if (error instanceof errors.JWSInvalid || error instanceof errors.JWTInvalid) return 'malformed';
  if (error instanceof errors.JOSENotSupported) return 'algorithm';
  return 'keys-unreachable';
}

function claimReason({ claim, reason }: errors.JWTClaimValidationFailed): IdTokenRefusal {
  if (reason === 'missing' && claim !== 'iss' && claim !== 'aud') return 'claim-missing';
  if (claim === 'iss') return 'issuer';
  if (claim === 'aud') return 'audience';
  return claim === 'nbf' || claim === 'iat' ? 'not-yet-valid' : 'claim-missing';
}
