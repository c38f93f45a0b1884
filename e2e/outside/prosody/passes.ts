/** Passes as Homeroom signs them, and such as nobody should have. */
import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import type { Affiliation } from '../../../server/contract/person.ts';
import { featuresOf, type PassClaims, type PassFor } from '../../../server/pass/claims.ts';
import { ids } from '../../../server/contract/testing/ids.ts';
import { appId, domain } from './config.ts';

export type Wanted = {
  room: string;
  lesson: string;
  person: string;
  affiliation: Affiliation;
  jti?: string;
  name?: string;
  /** What the Room lets its members do. */
  members?: PassFor['members'];
};

const allAllowed: PassFor['members'] = { chat: true, screenSharing: true };

export function claimsOf(wanted: Wanted): PassClaims {
  const now = Math.floor(Date.now() / 1_000);
  return {
    iss: appId,
    aud: appId,
    sub: domain,
    room: ids.slug(wanted.room),
    lesson: ids.lesson(wanted.lesson),
    jti: ids.pass(wanted.jti ?? randomUUID()),
    nbf: now - 60,
    iat: now,
    exp: now + 4 * 3_600,
    context: {
      user: {
        id: ids.person(wanted.person),
        name: wanted.name ?? `Name of ${wanted.person}`,
        affiliation: wanted.affiliation,
        moderator: wanted.affiliation === 'owner',
      },
      features: featuresOf(wanted.affiliation === 'owner', wanted.members ?? allAllowed),
    },
  };
}

/** Signs whatever it is given. */
export function signPass(claims: object, secret: string): Promise<string> {
  return new SignJWT({ ...claims })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .sign(new TextEncoder().encode(secret));
}
