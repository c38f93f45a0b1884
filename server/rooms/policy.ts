/**
 * Who may do what. Every request is decided here, by values and the time alone;
 * routes only ask. A refusal names its exact reason.
 *
 * What an actor may not know of, does not exist: a student asking for a room of
 * another class, and for one that never was, get the same `room-not-found`.
 */
import type { LessonId, PersonId, Slug } from '../contract/ids.ts';
import type { Affiliation } from '../contract/person.ts';
import type { ProblemCode } from '../contract/problem.ts';
import type { LessonState } from '../contract/room.ts';
import type { Auth, Actor } from '../http/auth.ts';

export type Refused = { allowed: false; code: ProblemCode; maxAge?: number };
export type Decision = { allowed: true; actor: Actor } | Refused;

/** How the actor is related to a room. */
export type Relation = 'organizer' | 'visitor' | 'member';
export type RoomDecision = { allowed: true; actor: Actor; relation: Relation } | Refused;

/** What has to be known of a room to decide. */
export type RoomFacts = {
  slug: Slug;
  organizerIds: readonly PersonId[];
  classes: readonly string[];
  isClosedToVisitors: boolean;
  isArchived: boolean;
};

/** What has to be known of the room's lesson that is not ended. */
export type LessonFacts = {
  id: LessonId;
  state: LessonState;
  /** The meeting side has made it durable. */
  isTold: boolean;
  isClosedToNewcomers: boolean;
  /** About the actor, in this lesson. */
  wasIn: boolean;
  isRemoved: boolean;
};

const refused = (code: ProblemCode): Refused => ({ allowed: false, code });

/** Whether the request has a session that has not expired, or lingers in one room. */
export function isSomebody(auth: Auth): Decision {
  if (auth.kind === 'nobody') return refused('not-signed-in');
  if (auth.kind === 'expired') return refused('session-expired');
  return { allowed: true, actor: auth.actor };
}

/**
 * Whether the session has not expired. One that lingers counts as expired, but for its one room.
 */
export function mayAsk(auth: Auth): Decision {
  const decision = isSomebody(auth);
  if (!decision.allowed || !decision.actor.lingering) return decision;
  return refused('session-expired');
}

export function mayAdminister(auth: Auth): Decision {
  const decision = mayAsk(auth);
  if (!decision.allowed || decision.actor.isAdmin) return decision;
  return refused('administrators-only');
}

/** Creating rooms, and finding colleagues and classes to put into them. */
export function mayTeach(auth: Auth): Decision {
  const decision = mayAsk(auth);
  if (!decision.allowed) return decision;
  return withRole(decision.actor, 'teachers-only');
}

/** Whether this person has a list of rooms at all. */
export function mayListRooms(auth: Auth): Decision {
  const decision = mayAsk(auth);
  if (!decision.allowed || decision.actor.role !== null) return decision;
  return refused('no-role');
}

function withRole(actor: Actor, otherwise: ProblemCode): Decision {
  if (actor.role === 'teacher') return { allowed: true, actor };
  return refused(actor.role === null ? 'no-role' : otherwise);
}

/** What has to be known of a person to decide about a room. */
export type PersonFacts = Pick<Actor, 'personId' | 'role' | 'classes'>;

/** What this person is to this room; `null` when it does not exist for them. */
export function relationTo(actor: PersonFacts, room: RoomFacts): Relation | null {
  if (actor.role === 'teacher') {
    return room.organizerIds.includes(actor.personId) ? 'organizer' : 'visitor';
  }
  if (actor.role === null || room.isArchived) return null;
  return room.classes.some((classId) => actor.classes.includes(classId)) ? 'member' : null;
}

/** Seeing a room: its page, its place in a list, its events. */
export function maySeeRoom(auth: Auth, room: RoomFacts | null): RoomDecision {
  if (auth.kind === 'nobody') return refused('not-signed-in');
  if (auth.kind === 'expired') return refused('session-expired');
  const { actor } = auth;
  if (actor.lingering && actor.lingering.slug !== room?.slug) return refused('session-expired');
  if (actor.role === null) return refused('no-role');
  const relation = room && relationTo(actor, room);
  if (!room || !relation) return refused('room-not-found');
  const code = relation === 'visitor' ? visitorRefusal(room) : null;
  return code ? refused(code) : { allowed: true, actor, relation };
}

function visitorRefusal(room: RoomFacts): ProblemCode | null {
  if (room.isArchived) return 'room-not-found';
  return room.isClosedToVisitors ? 'room-closed-to-visitors' : null;
}

/** The affiliation that a pass of this person into this room may say; `null`: none at all. */
export function affiliationIn(person: PersonFacts, room: RoomFacts): Affiliation | null {
  const relation = relationTo(person, room);
  if (relation === 'visitor' && visitorRefusal(room)) return null;
  return relation && affiliationOf(relation);
}

const affiliationOf = (relation: Relation): Affiliation =>
  relation === 'organizer' ? 'owner' : 'member';

/** Changing a room, or what happens in its lesson. */
export function mayOrganize(auth: Auth, room: RoomFacts | null): RoomDecision {
  const decision = mayAsk(auth);
  if (!decision.allowed) return decision;
  return asOrganizer(maySeeRoom(auth, room));
}

/** Ending a lesson only takes rights away: an organizer may, even with an expired session. */
export function mayEndLesson(auth: Auth, room: RoomFacts | null): RoomDecision {
  return asOrganizer(maySeeRoom(auth, room));
}

function asOrganizer(decision: RoomDecision): RoomDecision {
  if (!decision.allowed || decision.relation === 'organizer') return decision;
  return refused(decision.actor.role === 'teacher' ? 'organizers-only' : 'teachers-only');
}

export type SignInFacts = {
  now: number;
  /** Milliseconds; 0 asks for a sign-in made for this very action. */
  maxAge: number;
  /** A step-up that this person met for this action. */
  hasStepUp: boolean;
};

/** Starting a lesson: an organizer, signed in recently. */
export function mayStartLesson(
  auth: Auth,
  room: RoomFacts | null,
  signIn: SignInFacts,
): RoomDecision {
  const decision = mayOrganize(auth, room);
  if (!decision.allowed) return decision;
  if (room?.isArchived) return refused('room-archived');
  return isRecent(decision.actor, signIn) ? decision : staleSignIn(signIn);
}

/** Removing an organizer: an organizer, signed in recently, and never the last one. */
export function mayRemoveOrganizer(
  auth: Auth,
  room: RoomFacts | null,
  personId: PersonId,
  signIn: SignInFacts,
): RoomDecision {
  const decision = mayOrganize(auth, room);
  if (!decision.allowed) return decision;
  if (room?.organizerIds.length === 1 && room.organizerIds[0] === personId) {
    return refused('last-organizer');
  }
  return isRecent(decision.actor, signIn) ? decision : staleSignIn(signIn);
}

function isRecent({ authTime, isShared }: Actor, { now, maxAge, hasStepUp }: SignInFacts): boolean {
  if (hasStepUp) return true;
  // On a shared computer a sign-in counts for the one action it was made for.
  if (isShared || maxAge === 0 || authTime === null) return false;
  return now - authTime <= maxAge;
}

function staleSignIn({ maxAge }: SignInFacts): Refused {
  return { allowed: false, code: 'recent-sign-in-required', maxAge: Math.floor(maxAge / 1000) };
}

/** Deleting a room for good: an organizer, signed in recently. */
export function mayDeleteRoom(
  auth: Auth,
  room: RoomFacts | null,
  signIn: SignInFacts,
): RoomDecision {
  const decision = mayOrganize(auth, room);
  if (!decision.allowed) return decision;
  return isRecent(decision.actor, signIn) ? decision : staleSignIn(signIn);
}

/** Changing a room that is somebody else's: an administrator, signed in recently. */
export function mayAdministerRoom(
  auth: Auth,
  room: RoomFacts | null,
  signIn: SignInFacts,
): Decision {
  const decision = mayAdminister(auth);
  if (!decision.allowed) return decision;
  if (!room) return refused('room-not-found');
  return isRecent(decision.actor, signIn) ? decision : staleSignIn(signIn);
}

/** Ending anybody's lesson, which only takes rights away. */
export function mayEndAnyLesson(auth: Auth, room: RoomFacts | null): Decision {
  const decision = mayAdminister(auth);
  return decision.allowed && !room ? refused('room-not-found') : decision;
}

export type PassDecision = { allowed: true; actor: Actor; affiliation: Affiliation } | Refused;

/**
 * Whether this person may have a pass: the room has to exist for them, and its lesson to be open.
 * Organizers get one from `opening` on; members once it runs, and in its grace time only if they
 * were in.
 */
export function mayHavePass(
  auth: Auth,
  room: RoomFacts | null,
  lesson: LessonFacts | null,
): PassDecision {
  const decision = maySeeRoom(auth, room);
  if (!decision.allowed) return decision;
  const { actor, relation } = decision;
  if (actor.lingering?.lastPassUsed) return refused('session-expired');
  if (!lesson?.isTold || lesson.state === 'ended') return refused('lesson-not-running');
  const affiliation = affiliationOf(relation);
  const code = affiliation === 'owner' ? null : memberRefusal(lesson);
  return code ? refused(code) : { allowed: true, actor, affiliation };
}

function memberRefusal(lesson: LessonFacts): ProblemCode | null {
  if (lesson.isRemoved) return 'removed-from-lesson';
  switch (lesson.state) {
    case 'opening':
    case 'ended':
      return 'lesson-not-running';
    case 'ending':
      return lesson.wasIn ? null : 'lesson-not-running';
    case 'running':
      return lesson.isClosedToNewcomers && !lesson.wasIn ? 'lesson-closed-to-newcomers' : null;
    default:
      return lesson.state satisfies never;
  }
}
