/** What the session slice needs to know of the OpenID provider, its own or a foreign one. */
import type { JWTVerifyGetKey } from 'jose';

export type Provider = {
  issuer: string;
  clientId: string;
  scope: string;
  /** The issuer's public keys, by the token's header. */
  keys: JWTVerifyGetKey;
  /** The callback carries `iss` (RFC 9207), so that one without it is refused. */
  sendsIssuer(): Promise<boolean>;
  /** The provider keeps people signed in, so it has to be asked for the password again. */
  keepsSignIn: boolean;
  /** Claims of the ID token, and userinfo where they lack the groups → name and groups. */
  readPerson(
    claims: Record<string, unknown>,
    accessToken: string | undefined,
  ): Promise<ProviderPerson>;
  /**
   * Name and groups as they are now, where the provider gave a refresh token. `keep`
   * is told of the one that replaces it, before anything else can fail.
   */
  refresh?(
    subject: string,
    refreshToken: string,
    keep: (rotated: string) => Promise<void>,
  ): Promise<Refreshed>;
  /** Notices, for the log, when it does not answer. Never throws. */
  probe?(): Promise<{ isReachable: true } | { isReachable: false; cause: string }>;
  /** RP-initiated logout, or `null` where the provider keeps nothing. */
  signOutUrl(idToken: string | null): string | null;
};

export type ProviderPerson =
  /** `null`: the provider does not say. */
  | { ok: true; name: string | null; groups: readonly string[] }
  | { ok: false; reason: 'subject-differs' | 'unreachable'; cause?: string };

export type Refreshed =
  /** `null`: the provider does not say. */
  | { kind: 'person'; name: string | null; groups: readonly string[] | null }
  /** The provider takes the token no more: signed out there, disabled, or gone. */
  | { kind: 'gone' };
