/**
 * Who may do what. Every request is decided here, by values and the time alone;
 * routes only ask. A refusal names its exact reason.
 *
 * What a viewer may not know of, does not exist: a student asking for a room of
 * another class, and for one that never was, get the same `room-not-found`.
 */
import type { Affiliation } from '../contract/person.ts';
import type { ProblemCode } from '../contract/problem.ts';
import type { LessonState } from '../contract/room.ts';
import type { Asking, Viewer } from '../edge/asking.ts';

export type Refused = { allowed: false; code: ProblemCode; maxAge?: number };
export type Decision = { allowed: true; viewer: Viewer } | Refused;

/** How a room stands to its viewer. */
export type Relation = 'organizer' | 'visitor' | 'member';
export type RoomDecision = { allowed: true; viewer: Viewer; relation: Relation } | Refused;

/** What has to be known of a room to decide. */
export type RoomFacts = {
  slug: string;
  organizerIds: readonly string[];
  classes: readonly string[];
  isClosedToVisitors: boolean;
  isArchived: boolean;
};

/** What has to be known of the room's lesson that is not ended. */
export type LessonFacts = {
  id: string;
  state: LessonState;
  /** The meeting side has made it durable. */
  isTold: boolean;
  isClosedToNewcomers: boolean;
  /** About the viewer, in this lesson. */
  wasIn: boolean;
  isRemoved: boolean;
};

const refused = (code: ProblemCode): Refused => ({ allowed: false, code });

/** Whether anybody is asking: a session that stands, or lingers in one room. */
export function isSomebody(asking: Asking): Decision {
  if (asking.kind === 'nobody') return refused('not-signed-in');
  if (asking.kind === 'expired') return refused('session-expired');
  return { allowed: true, viewer: asking.viewer };
}

/** A standing session. One that lingers is as good as ended, but for its one room. */
export function mayAsk(asking: Asking): Decision {
  const decision = isSomebody(asking);
  if (!decision.allowed || !decision.viewer.lingering) return decision;
  return refused('session-expired');
}

export function mayAdminister(asking: Asking): Decision {
  const decision = mayAsk(asking);
  if (!decision.allowed || decision.viewer.isAdmin) return decision;
  return refused('administrators-only');
}

/** Creating rooms, and finding colleagues and classes to put into them. */
export function mayTeach(asking: Asking): Decision {
  const decision = mayAsk(asking);
  if (!decision.allowed) return decision;
  return withRole(decision.viewer, 'teachers-only');
}

/** Having a list of rooms at all. */
export function mayListRooms(asking: Asking): Decision {
  const decision = mayAsk(asking);
  if (!decision.allowed || decision.viewer.role !== null) return decision;
  return refused('no-role');
}

function withRole(viewer: Viewer, otherwise: ProblemCode): Decision {
  if (viewer.role === 'teacher') return { allowed: true, viewer };
  return refused(viewer.role === null ? 'no-role' : otherwise);
}

/** What has to be known of a person to decide about a room. */
export type PersonFacts = Pick<Viewer, 'personId' | 'role' | 'classes'>;

/** What this person is to this room; `null` when it does not exist for them. */
export function relationTo(viewer: PersonFacts, room: RoomFacts): Relation | null {
  if (viewer.role === 'teacher') {
    return room.organizerIds.includes(viewer.personId) ? 'organizer' : 'visitor';
  }
  if (viewer.role === null || room.isArchived) return null;
  return room.classes.some((classId) => viewer.classes.includes(classId)) ? 'member' : null;
}

/** Seeing a room: its page, its place in a list, its events. */
export function maySeeRoom(asking: Asking, room: RoomFacts | null): RoomDecision {
  if (asking.kind === 'nobody') return refused('not-signed-in');
  if (asking.kind === 'expired') return refused('session-expired');
  const { viewer } = asking;
  if (viewer.lingering && viewer.lingering.slug !== room?.slug) return refused('session-expired');
  if (viewer.role === null) return refused('no-role');
  const relation = room && relationTo(viewer, room);
  if (!room || !relation) return refused('room-not-found');
  const code = relation === 'visitor' ? visitorRefusal(room) : null;
  return code ? refused(code) : { allowed: true, viewer, relation };
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
export function mayOrganize(asking: Asking, room: RoomFacts | null): RoomDecision {
  const standing = mayAsk(asking);
  if (!standing.allowed) return standing;
  return asOrganizer(maySeeRoom(asking, room));
}

/** Ending a lesson only takes rights away: an organizer may, even with an expired session. */
export function mayEndLesson(asking: Asking, room: RoomFacts | null): RoomDecision {
  return asOrganizer(maySeeRoom(asking, room));
}

function asOrganizer(decision: RoomDecision): RoomDecision {
  if (!decision.allowed || decision.relation === 'organizer') return decision;
  return refused(decision.viewer.role === 'teacher' ? 'organizers-only' : 'teachers-only');
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
  asking: Asking,
  room: RoomFacts | null,
  signIn: SignInFacts,
): RoomDecision {
  const decision = mayOrganize(asking, room);
  if (!decision.allowed) return decision;
  if (room?.isArchived) return refused('room-archived');
  return isRecent(decision.viewer, signIn) ? decision : staleSignIn(signIn);
}

/** Removing an organizer: an organizer, signed in recently, and never the last one. */
export function mayRemoveOrganizer(
  asking: Asking,
  room: RoomFacts | null,
  personId: string,
  signIn: SignInFacts,
): RoomDecision {
  const decision = mayOrganize(asking, room);
  if (!decision.allowed) return decision;
  if (room?.organizerIds.length === 1 && room.organizerIds[0] === personId) {
    return refused('last-organizer');
  }
  return isRecent(decision.viewer, signIn) ? decision : staleSignIn(signIn);
}

function isRecent(
  { authTime, isShared }: Viewer,
  { now, maxAge, hasStepUp }: SignInFacts,
): boolean {
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
  asking: Asking,
  room: RoomFacts | null,
  signIn: SignInFacts,
): RoomDecision {
  const decision = mayOrganize(asking, room);
  if (!decision.allowed) return decision;
  return isRecent(decision.viewer, signIn) ? decision : staleSignIn(signIn);
}

export type PassDecision = { allowed: true; viewer: Viewer; affiliation: Affiliation } | Refused;

/**
 * A pass: for whom the room exists, into a lesson that is open. Organizers from
 * `opening` on; members once it runs, and in its grace time only who was in.
 */
export function mayHavePass(
  asking: Asking,
  room: RoomFacts | null,
  lesson: LessonFacts | null,
): PassDecision {
  const decision = maySeeRoom(asking, room);
  if (!decision.allowed) return decision;
  const { viewer, relation } = decision;
  if (viewer.lingering?.lastPassUsed) return refused('session-expired');
  if (!lesson?.isTold || lesson.state === 'ended') return refused('lesson-not-running');
  const affiliation = affiliationOf(relation);
  const code = affiliation === 'owner' ? null : memberRefusal(lesson);
  return code ? refused(code) : { allowed: true, viewer, affiliation };
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
