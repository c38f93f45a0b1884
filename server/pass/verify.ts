/** Reads a pass back: what the practice meeting does in place of Prosody. */
import { errors, jwtVerify } from 'jose';
import { PassClaims, type PassIssuer } from './claims.ts';

export type PassVerified = { ok: true; claims: PassClaims } | { ok: false; reason: string };

/** As Jitsi's mod_auth_token: HS256 only, `iss`, `aud`, `exp`, `nbf`, and no leeway. */
export function verifyWithSecret(secret: string, { appId }: PassIssuer, clock: () => number) {
  const key = Buffer.from(secret);
  return async (pass: string): Promise<PassVerified> => {
    try {
      const { payload } = await jwtVerify(pass, key, {
        algorithms: ['HS256'],
        issuer: appId,
        audience: appId,
        currentDate: new Date(clock()),
        typ: 'JWT',
      });
      const claims = PassClaims.safeParse(payload);
      return claims.success
        ? { ok: true, claims: claims.data }
        : { ok: false, reason: 'Invalid claims' };
    } catch (error) {
      if (error instanceof errors.JOSEError) return { ok: false, reason: error.message };
      throw error;
    }
  };
}
