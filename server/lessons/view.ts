/**
 * A lesson as it is seen: what everybody of one audience sees alike, and what is said of
 * the viewer alone. Who is in, who waits and who was removed is for organizers.
 */
import type { PersonId } from '../contract/ids.ts';
import type { Someone } from '../contract/person.ts';
import type { LessonRegister, OwnLessonView, SharedLessonView } from '../contract/room.ts';
import type { Relation } from '../rooms/policy.ts';
import type { Lesson } from './lesson.ts';
import type { LessonPersonRow, OccupantRow } from './lessons-store.ts';
import { endsAt } from './lifecycle.ts';

export type LessonSight = {
  lesson: Lesson;
  occupants: readonly OccupantRow[];
  people: readonly LessonPersonRow[];
  waiting: readonly Someone[];
};

export type SeenLesson = {
  sharedBy(audience: Relation): SharedLessonView;
  ownOf(personId: PersonId): OwnLessonView;
};

export function seeLesson(sight: LessonSight): SeenLesson {
  const personOf = new Map(sight.people.map((person) => [person.personId, person]));
  return {
    sharedBy: (audience) => ({
      ...common(sight.lesson),
      ...(audience === 'organizer' ? { register: registerOf(sight) } : {}),
    }),
    ownOf: (personId) => ({
      isRemoved: personOf.get(personId)?.isRemoved ?? false,
      wasIn: personOf.get(personId)?.wasIn ?? false,
    }),
  };
}

const common = (lesson: Lesson): SharedLessonView => ({
  id: lesson.id,
  state: lesson.state,
  openedAt: lesson.openedAt,
  runningSince: lesson.runningSince,
  endsAt: lesson.endedAt ?? endsAt(lesson),
  endedAt: lesson.endedAt,
  isClosedToNewcomers: lesson.isClosedToNewcomers,
});

function registerOf({ occupants, people, waiting }: LessonSight): LessonRegister {
  const personOf = new Map(people.map((person) => [person.personId, person]));
  const inside = new Map(occupants.map((occupant) => [occupant.personId, occupant]));
  return {
    present: [...inside.values()].map(({ personId, affiliation, breakoutId }) => ({
      id: personId,
      name: personOf.get(personId)?.name ?? '',
      affiliation,
      isPromoted: affiliation === 'member' && (personOf.get(personId)?.isPromoted ?? false),
      inBreakout: breakoutId !== null,
    })),
    // Somebody who was removed has the room's page open as well, but is listed as removed.
    waiting: waiting.filter(({ id }) => !inside.has(id) && !personOf.get(id)?.isRemoved),
    removed: people
      .filter(({ isRemoved }) => isRemoved)
      .map(({ personId, name }) => ({ id: personId, name })),
  };
}
