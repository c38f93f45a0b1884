/**
 * Whether somebody has really signed in for this, or the provider answered from a session
 * of its own: some do, whatever `prompt` and `max_age` say. Pure; times in milliseconds.
 */
import type { IdToken } from './verify-id-token.ts';

/** How much older than the question a sign-in may be: clocks differ. */
export const freshnessLeeway = 30_000;

export type Freshness =
  | 'fresh'
  /** An older sign-in than was asked for: perhaps somebody else's, who sat here before. */
  | 'stale'
  /** The provider does not say when the password was typed. */
  | 'unknown'
  /**
   * The token says it was issued before it was asked for. That cannot be, because it holds the
   * nonce: the clocks differ.
   */
  | 'clocks-differ';

export function freshnessOf(
  claims: Pick<IdToken, 'iat' | 'auth_time'>,
  askedAt: number,
): Freshness {
  const since = askedAt - freshnessLeeway;
  if (Number(claims.iat) * 1000 < since) return 'clocks-differ';
  const authTime = authTimeOf(claims);
  if (authTime === null) return 'unknown';
  return authTime < since ? 'stale' : 'fresh';
}

/** The `auth_time` in milliseconds; `iat` is never used in its place. */
export function authTimeOf({ auth_time }: Pick<IdToken, 'auth_time'>): number | null {
  return auth_time === undefined ? null : auth_time * 1000;
}
