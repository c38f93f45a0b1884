/**
 * A pass that opens nothing: Prosody tries it at each report, so that a secret, an
 * app id or an algorithm that differs is found before anybody stands at the door.
 */
import { LessonId, PassId, PersonId, Slug } from '../contract/ids.ts';
import type { Affiliation } from '../contract/person.ts';
import { randomId } from '../crypto.ts';
import { claimsOf, type PassIssuer } from './claims.ts';
import type { SignPass } from './sign.ts';

/** No Room has this name: a slug ends in random letters. */
const name = 'homeroom-trial';
const lifetimeMs = 5 * 60_000;

/** @returns a new one at each call, signed as every pass is at that moment */
export function createTrialPass(
  sign: SignPass,
  issuer: PassIssuer,
  clock: () => number,
): () => string {
  return () => {
    const now = clock();
    const claims = claimsOf(
      {
        person: { id: PersonId.parse(name), name: 'Homeroom' },
        affiliation: 'member',
        slug: Slug.parse(name),
        lessonId: LessonId.parse(name),
        passId: PassId.parse(randomId()),
        members: { chat: false, screenSharing: false },
        now,
        expiresAt: now + lifetimeMs,
      },
      issuer,
    );
    return sign(claims);
  };
}

export type ThrowawayPassFor = {
  slug: Slug;
  lessonId: LessonId;
  personId: PersonId;
  affiliation: Affiliation;
  expiresAt: number;
};

/**
 * Passes into lessons that are thrown away, for `homeroom doctor`. Whoever may ask for one
 * names the room: it has to be one that no Room can be.
 */
export function createThrowawayPass(
  sign: SignPass,
  issuer: PassIssuer,
  clock: () => number,
): (wanted: ThrowawayPassFor) => string {
  return ({ personId, ...wanted }) =>
    sign(
      claimsOf(
        {
          ...wanted,
          person: { id: personId, name: 'Homeroom doctor' },
          passId: PassId.parse(randomId()),
          members: { chat: false, screenSharing: false },
          now: Math.min(clock(), wanted.expiresAt),
        },
        issuer,
      ),
    );
}
