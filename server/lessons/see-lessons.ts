/** What there is to see of lessons, loaded once and viewed by many. */
import type { RoomId, Slug } from '../contract/ids.ts';
import type { Someone } from '../contract/person.ts';
import type { LessonStore } from './lessons-store.ts';
import { type SeenLesson, seeLesson } from './view.ts';

type Deps = {
  store: LessonStore;
  clock: () => number;
  /** How long after its end a lesson is told of, ms. */
  showEndedFor: number;
  waitingIn(slug: Slug): readonly Someone[];
};

/** @returns by room, the lesson that is open or was a moment ago */
export function createSeeLessons({ store, clock, showEndedFor, waitingIn }: Deps) {
  return async (roomIds: readonly RoomId[]): Promise<ReadonlyMap<RoomId, SeenLesson>> => {
    const lessons = await store.latestIn(roomIds, clock() - showEndedFor);
    const ids = lessons.map(({ id }) => id);
    const [occupants, people] = await Promise.all([store.occupantsOf(ids), store.peopleOf(ids)]);
    return new Map(
      lessons.map((lesson) => [
        lesson.roomId,
        seeLesson({
          lesson,
          occupants: occupants.filter(({ lessonId }) => lessonId === lesson.id),
          people: people.filter(({ lessonId }) => lessonId === lesson.id),
          waiting: waitingIn(lesson.slug),
        }),
      ]),
    );
  };
}
