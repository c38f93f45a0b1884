/**
 * Who may come in, and who may do what inside: the same rules that mod_homeroom
 * holds in Prosody. Pure; `meeting.ts` asks and acts.
 */
import type { PassId, PersonId } from '../contract/ids.ts';
import type { OpenLesson } from '../lessons/commands.ts';
import type { Occupant } from '../lessons/meeting-adapter.ts';
import type { PassClaims } from '../pass/claims.ts';

/** The state of one meeting. People are named by Homeroom's person id, passes by `jti`. */
export type MeetingState = {
  lesson: OpenLesson;
  /** By occupant id. */
  occupants: ReadonlyMap<string, Occupant>;
  /** People who have been in during this lesson, and are no newcomers. */
  known: ReadonlySet<PersonId>;
  removed: ReadonlySet<PersonId>;
  promoted: ReadonlySet<PersonId>;
  voidPasses: ReadonlySet<PassId>;
  isClosedToNewcomers: boolean;
  /** The last organizer left, and the lesson has not ended yet. */
  isInGrace: boolean;
};

/** The codes of mod_homeroom (deploy/prosody/homeroom/admission.lib.lua), where it has one. */
export type Refusal =
  | 'pass-refused'
  | 'wrong-room'
  | 'lesson-over'
  | 'revoked'
  | 'removed'
  | 'closed';

export type Admission =
  | { kind: 'admitted' }
  /** Has to wait until an organizer is in. */
  | { kind: 'waits' }
  | { kind: 'refused'; reason: Refusal };

const refused = (reason: Refusal): Admission => ({ kind: 'refused', reason });

/** Breakout rooms count as in; promoted people do not count as organizers. */
export function organizerIsIn(state: MeetingState): boolean {
  return [...state.occupants.values()].some((occupant) => occupant.affiliation === 'owner');
}

/** Whether a verified pass opens this meeting now. `undefined`: no lesson is open in the room. */
export function admit(state: MeetingState | undefined, claims: PassClaims): Admission {
  if (!state || state.lesson.lessonId !== claims.lesson) return refused('lesson-over');
  if (state.lesson.slug !== claims.room) return refused('wrong-room');
  if (state.voidPasses.has(claims.jti)) return refused('revoked');
  const { id, affiliation } = claims.context.user;
  if (state.removed.has(id)) return refused('removed');
  if (affiliation === 'owner') return { kind: 'admitted' };
  const isKnown = state.known.has(id);
  if (state.isClosedToNewcomers && !isKnown) return refused('closed');
  if (organizerIsIn(state) || (state.isInGrace && isKnown)) return { kind: 'admitted' };
  return { kind: 'waits' };
}

const isOrganizer = (occupant: Occupant): boolean => occupant.affiliation === 'owner';

export function mayPromote(actor: Occupant, target: Occupant, lesson: OpenLesson): boolean {
  return lesson.allowsPromotion && isOrganizer(actor) && !isOrganizer(target);
}

export function mayDemote(actor: Occupant, target: Occupant): boolean {
  return isOrganizer(actor) && !isOrganizer(target);
}

/**
 * Nobody inside can remove an organizer; people who were promoted can remove only those who were
 * not.
 */
export function mayRemove(actor: Occupant, target: Occupant): boolean {
  if (isOrganizer(target)) return false;
  return isOrganizer(actor) || (actor.isPromoted && !target.isPromoted);
}

export function mayEnd(actor: Occupant): boolean {
  return isOrganizer(actor);
}
