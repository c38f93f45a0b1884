/**
 * A room as somebody sees it, alike in a list, on a page and in an event. The view is made of two
 * parts: what everybody with the same relation to the room sees, and what only this viewer sees.
 * Viewers for whom both are equal see the same, so it is rendered for them once.
 */
import type { PersonId } from '../contract/ids.ts';
import type { OwnLessonView, RoomView, SharedLessonView } from '../contract/room.ts';
import type { Actor } from '../http/auth.ts';
import type { Relation } from './policy.ts';
import type { Room } from './rooms-store.ts';

/** What there is to see of the room's lesson. */
export type SeenLesson = {
  sharedBy(audience: Relation): SharedLessonView;
  ownOf(personId: PersonId): OwnLessonView;
};

/** What one viewer sees differently from others with the same relation to the room. */
export type OwnRoomView = { classes: readonly string[]; lesson: OwnLessonView | null };

export type SeenRoom = {
  ownOf(actor: Pick<Actor, 'personId' | 'classes'>, audience: Relation): OwnRoomView;
  view(audience: Relation, own: OwnRoomView): RoomView;
};

/** What is true of a room just now. */
export type RoomNow = {
  lesson: SeenLesson | undefined;
  /** When its last lesson opened, ms. */
  lastUsedAt: number | null;
  /** People who wait at the door, each once. */
  waitingCount: number;
};

export function seeRoom(room: Room, { lesson, lastUsedAt, waitingCount }: RoomNow): SeenRoom {
  return {
    ownOf: (actor, audience) => ({
      classes: visibleClasses(room, actor, audience),
      lesson: lesson?.ownOf(actor.personId) ?? null,
    }),
    view(audience, own) {
      const shared = lesson?.sharedBy(audience);
      return {
        slug: room.slug,
        name: room.name,
        colour: room.colour,
        picture: room.picture,
        affiliation: audience === 'organizer' ? 'owner' : 'member',
        isVisit: audience === 'visitor',
        organizers: room.organizers.map(({ id, name }) => ({ id, name })),
        classes: [...own.classes],
        lesson: shared && own.lesson ? { ...shared, ...own.lesson } : null,
        lastUsedAt,
        ...(audience === 'organizer' ? forOrganizers(room) : {}),
        ...(audience === 'organizer' && isBetweenLessons(shared) ? { waitingCount } : {}),
      };
    },
  };
}

const isBetweenLessons = (lesson: SharedLessonView | undefined): boolean =>
  lesson === undefined || lesson.state === 'ended';

const forOrganizers = ({ createdAt, isClosedToVisitors, isArchived, rules }: Room) => ({
  createdAt,
  isClosedToVisitors,
  isArchived,
  rules,
});

/** Students do not learn which other classes share a room. */
function visibleClasses(
  room: Room,
  actor: Pick<Actor, 'classes'>,
  audience: Relation,
): readonly string[] {
  if (audience !== 'member') return room.classes;
  return room.classes.filter((classId) => actor.classes.includes(classId));
}
