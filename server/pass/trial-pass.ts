/**
 * A pass that opens nothing: Prosody tries it at each report, so that a secret, an
 * app id or an algorithm that differs is found before anybody stands at the door.
 */
import { LessonId, PassId, PersonId, Slug } from '../contract/ids.ts';
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
