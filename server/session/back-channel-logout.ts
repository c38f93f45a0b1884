/**
 * The provider signs somebody out (OpenID Connect Back-Channel Logout 1.0). The
 * logout token is verified as section 2.6 asks, used once, and answered at once.
 */
import { type JWTVerifyGetKey, errors, jwtVerify } from 'jose';
import { algorithms } from './verify-id-token.ts';

const eventName = 'http://schemas.openid.net/event/backchannel-logout';

/** Seconds: clocks differ, and a token without an end is taken only while it is new. */
const leeway = 30;
const newFor = 300;

export type LogoutRefusal =
  | 'malformed'
  | 'signature'
  | 'claim'
  | 'outdated'
  | 'event'
  | 'nonce'
  | 'nobody'
  | 'replayed'
  | 'keys-unreachable';

export type LogoutToken =
  | { ok: true; subject: string | null; sid: string | null }
  | { ok: false; reason: LogoutRefusal };

export type LogoutExpected = {
  issuer: string;
  clientId: string;
  keys: JWTVerifyGetKey;
  /** Milliseconds since the epoch. */
  now: number;
  /** @returns false when this `jti` was used before */
  takeOnce(id: string, until: number): boolean;
};

export async function readLogoutToken(
  token: string,
  expected: LogoutExpected,
): Promise<LogoutToken> {
  const { issuer, clientId, keys, now, takeOnce } = expected;
  let claims;
  try {
    const verified = await jwtVerify(token, keys, {
      algorithms,
      issuer,
      audience: clientId,
      clockTolerance: leeway,
      currentDate: new Date(now),
      requiredClaims: ['iat', 'jti'],
    });
    claims = verified.payload;
  } catch (error) {
    return { ok: false, reason: reasonOf(error) };
  }
  const reason = refusalOf(claims, now);
  if (reason) return { ok: false, reason };
  // Remembered for as long as the token would be taken again.
  const until = Math.max(now, (claims.exp ?? 0) * 1000) + (newFor + leeway) * 1000;
  if (!takeOnce(String(claims.jti), until)) return { ok: false, reason: 'replayed' };
  const { sub, sid } = claims;
  return {
    ok: true,
    subject: typeof sub === 'string' ? sub : null,
    sid: typeof sid === 'string' ? sid : null,
  };
}

function refusalOf(claims: Record<string, unknown>, now: number): LogoutRefusal | null {
  const age = now / 1000 - Number(claims['iat']);
  // Some providers send no `exp`: then the time of issue has to be recent.
  if (!(age >= -leeway) || (claims['exp'] === undefined && age > newFor)) return 'outdated';
  const { events } = claims;
  const isLogout =
    typeof events === 'object' && events !== null && Object.hasOwn(events, eventName);
  if (!isLogout) return 'event';
  // Section 2.4 forbids a nonce here, so that an ID token is never taken for a logout token.
  if (claims['nonce'] !== undefined) return 'nonce';
  const named = [claims['sub'], claims['sid']].filter((name) => name !== undefined);
  const isNamed = named.length > 0 && named.every((name) => typeof name === 'string');
  return isNamed ? null : 'nobody';
}

function reasonOf(error: unknown): LogoutRefusal {
  if (error instanceof errors.JWTExpired) return 'outdated';
  if (error instanceof errors.JWTClaimValidationFailed) return 'claim';
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'signature';
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JOSEAlgNotAllowed)
    return 'signature';
  if (
    error instanceof errors.JWSInvalid ||
    error instanceof errors.JWTInvalid ||
    error instanceof errors.JOSENotSupported
  )
    return 'malformed';
  return 'keys-unreachable';
}

/** Remembers ids until they could not be shown again. In memory: of this process. */
export function createReplayGuard(clock: () => number): LogoutExpected['takeOnce'] {
  const taken = new Map<string, number>();
  return (id, until) => {
    for (const [other, end] of taken) if (end < clock()) taken.delete(other);
    if (taken.has(id)) return false;
    taken.set(id, until);
    return true;
  };
}
