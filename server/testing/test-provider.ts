/** An OpenID provider's keys and its ID tokens, for people that a test makes up. */
import { createLocalJWKSet, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import type { Provider } from '../session/provider.ts';

export type TestPerson = { subject: string; name: string; groups: readonly string[] };

export type TestProvider = Provider & {
  /** @param authTime seconds since the epoch */
  idToken(person: TestPerson, nonce: string, authTime: number): Promise<string>;
  /** Whatever else it says, signed by it. */
  sign(claims: JWTPayload): Promise<string>;
};

export const issuer = 'https://school.example/homeroom/oidc';
export const clientId = 'homeroom';

const { publicKey, privateKey } = await generateKeyPair('ES256');
const keys = createLocalJWKSet({ keys: [{ ...(await exportJWK(publicKey)), kid: 'one' }] });

export function createTestProvider(): TestProvider {
  return {
    issuer,
    clientId,
    scope: 'openid profile groups',
    keys,
    sendsIssuer: () => Promise.resolve(true),
    keepsSignIn: false,
    async readPerson({ name, groups }) {
      const names = Array.isArray(groups) ? groups.map(String) : [];
      return { ok: true, name: String(name), groups: names };
    },
    signOutUrl: () => null,
    sign: (claims) =>
      new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid: 'one' }).sign(privateKey),
    idToken: ({ subject, name, groups }, nonce, authTime) =>
      new SignJWT({ name, groups, nonce, auth_time: authTime })
        .setProtectedHeader({ alg: 'ES256', kid: 'one' })
        .setIssuer(issuer)
        .setAudience(clientId)
        .setSubject(subject)
        .setIssuedAt(authTime)
        .setExpirationTime(authTime + 3600)
        .sign(privateKey),
  };
}
