/** A room as one viewer sees it: the same for a list, a page and an event. */
import type { LessonView, RoomView } from '../contract/room.ts';
import type { Viewer } from '../edge/asking.ts';
import type { Relation } from './policy.ts';
import type { Room } from './rooms-store.ts';

/** The room's lesson as somebody sees it; `null` where there is none to tell of. */
export type SeeLesson = (viewer: { personId: string; relation: Relation }) => LessonView | null;

export function viewRoom(
  room: Room,
  viewer: Viewer,
  relation: Relation,
  seeLesson: SeeLesson | undefined,
): RoomView {
  const isOrganizer = relation === 'organizer';
  return {
    slug: room.slug,
    name: room.name,
    affiliation: isOrganizer ? 'owner' : 'member',
    isVisit: relation === 'visitor',
    organizers: room.organizers.map(({ id, name }) => ({ id, name })),
    classes: visibleClasses(room, viewer, relation),
    lesson: seeLesson?.({ personId: viewer.personId, relation }) ?? null,
    ...(isOrganizer
      ? {
          isClosedToVisitors: room.isClosedToVisitors,
          isArchived: room.isArchived,
          settings: room.settings,
        }
      : {}),
  };
}

/** Which other classes share a room is not for students to know. */
function visibleClasses(room: Room, viewer: Viewer, relation: Relation): string[] {
  if (relation !== 'member') return [...room.classes];
  return room.classes.filter((classId) => viewer.classes.includes(classId));
}
