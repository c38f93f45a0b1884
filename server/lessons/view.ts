/** A lesson as one viewer sees it. Who is in, who waits and who was removed is for organizers. */
import type { LessonRegister, LessonView } from '../contract/room.ts';
import type { Someone } from '../contract/person.ts';
import type { Relation } from '../rooms/policy.ts';
import type { Lesson, Mark, OccupantRow } from './lessons-store.ts';
import { endsAt } from './lifecycle.ts';

export type LessonSight = {
  lesson: Lesson;
  occupants: readonly OccupantRow[];
  marks: readonly Mark[];
  waiting: readonly Someone[];
};

/** @param viewer `relation` decides what is shown, `personId` what is said about the viewer */
export function viewLesson(
  sight: LessonSight,
  viewer: { personId: string; relation: Relation },
): LessonView {
  const { lesson, marks } = sight;
  return {
    id: lesson.id,
    state: lesson.state,
    openedAt: lesson.openedAt,
    runningSince: lesson.runningSince,
    endsAt: lesson.endedAt ?? endsAt(lesson),
    endedAt: lesson.endedAt,
    isClosedToNewcomers: lesson.isClosedToNewcomers,
    isRemoved: marks.some((mark) => mark.personId === viewer.personId && mark.isRemoved),
    ...(viewer.relation === 'organizer' ? { register: registerOf(sight) } : {}),
  };
}

function registerOf({ occupants, marks, waiting }: LessonSight): LessonRegister {
  const markOf = new Map(marks.map((mark) => [mark.personId, mark]));
  const inside = new Map(occupants.map((occupant) => [occupant.personId, occupant]));
  return {
    present: [...inside.values()].map(({ personId, affiliation, breakoutId }) => ({
      id: personId,
      name: markOf.get(personId)?.name ?? '',
      affiliation,
      isPromoted: affiliation === 'member' && (markOf.get(personId)?.isPromoted ?? false),
      inBreakout: breakoutId !== null,
    })),
    waiting: waiting.filter(({ id }) => !inside.has(id)),
    removed: marks
      .filter(({ isRemoved }) => isRemoved)
      .map(({ personId, name }) => ({ id: personId, name })),
  };
}
