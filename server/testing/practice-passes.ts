/** Lessons and passes for the tests of the practice meeting. */
import type { OpenLesson } from '../lessons/commands.ts';
import { featuresOf, type PassClaims } from '../pass/claims.ts';
import { ids } from '../contract/testing/ids.ts';

export function openLesson(about: Partial<OpenLesson> = {}): OpenLesson {
  return {
    lessonId: ids.lesson('lesson-1'),
    slug: ids.slug('maths-7a'),
    openedAt: 0,
    graceSeconds: 120,
    allowsPromotion: true,
    usesLobby: false,
    ...about,
  };
}

type About = { room?: string; lesson?: string; jti?: string };

/** Claims as they are once the signature is verified. */
export function passOf(id: string, affiliation: 'owner' | 'member', about: About = {}): PassClaims {
  const isOwner = affiliation === 'owner';
  return {
    iss: 'homeroom',
    aud: 'homeroom',
    sub: 'localhost',
    room: ids.slug(about.room ?? 'maths-7a'),
    lesson: ids.lesson(about.lesson ?? 'lesson-1'),
    jti: ids.pass(about.jti ?? `pass of ${id}`),
    nbf: 0,
    iat: 0,
    exp: 9_999_999_999,
    context: {
      user: { id: ids.person(id), name: `Name of ${id}`, affiliation, moderator: isOwner },
      features: featuresOf(isOwner, { chat: true, screenSharing: true }),
    },
  };
}

export const organizer = (id = 'ada', about: About = {}) => passOf(id, 'owner', about);
export const member = (id = 'ben', about: About = {}) => passOf(id, 'member', about);
