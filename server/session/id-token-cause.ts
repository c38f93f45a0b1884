/** Why an ID token is not taken, for the log: what was found in it, and what was expected. */
import type { JWTPayload } from 'jose';
import { causeOf } from './network-cause.ts';
import type { Expected, IdTokenRefusal } from './verify-id-token.ts';

const shown = (value: unknown) => JSON.stringify(value ?? null).slice(0, 200);

/** @param signed the claims, where the signature was the issuer's */
export function causeFor(
  reason: IdTokenRefusal,
  signed: JWTPayload = {},
  { issuer, clientId, now }: Pick<Expected, 'issuer' | 'clientId' | 'now'>,
  error: unknown,
): string | null {
  switch (reason) {
    case 'audience':
      return `the token is for ${shown(signed.aud)}: HOMEROOM_OIDC_CLIENT_ID says ${shown(clientId)}`;
    case 'issuer':
      return `the token is of ${shown(signed.iss)}: HOMEROOM_OIDC_ISSUER says ${shown(issuer)}`;
    case 'authorized-party':
      return `the token is for ${shown(signed.aud)}, authorized party ${shown(signed['azp'])}: HOMEROOM_OIDC_CLIENT_ID says ${shown(clientId)}`;
    case 'not-yet-valid':
      return `the provider's clock is ahead by ${Math.round(newest(signed) - now / 1000)} s`;
    case 'expired':
      return `the token ended ${Math.round(now / 1000 - Number(signed.exp))} s ago`;
    case 'subject':
      return `sub is ${shown(signed.sub)}, and should be a text of at most 255 printable characters`;
    case 'keys-unreachable':
      return `the provider's keys cannot be fetched: ${causeOf(error)}`;
    default:
      return error instanceof Error ? error.message : null;
  }
}

/** Seconds since the epoch: the latest of what the provider says that has happened. */
const newest = ({ iat, nbf, ...rest }: JWTPayload): number =>
  Math.max(...[iat, nbf, rest['auth_time']].map(Number).filter(Number.isFinite));
