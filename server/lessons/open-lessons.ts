/** What is open now, as the meeting side has to know it. */
import type { RoomSettings } from '../contract/room.ts';
import type { Lesson, LessonStore } from './lessons-store.ts';
import type { OpenLesson, OpenLessonsNow } from './port.ts';

/** @param grace how long members stay after the last organizer left, ms */
export const openLesson = (lesson: Lesson, settings: RoomSettings, grace: number): OpenLesson => ({
  lessonId: lesson.id,
  slug: lesson.slug,
  openedAt: lesson.openedAt,
  graceSeconds: Math.round(grace / 1000),
  allowsPromotion: settings.promotion,
  usesLobby: settings.lobby,
});

export type OpenLessonsDeps = {
  store: LessonStore;
  grace: number;
  settingsOf(roomId: string): Promise<RoomSettings | null>;
  /** `jti` of every pass of the lesson that was taken back. */
  voided(lessonId: string): Promise<readonly string[]>;
};

export function createOpenLessonsNow(deps: OpenLessonsDeps): OpenLessonsNow {
  const { store, grace } = deps;
  return async () => {
    const open = await store.allOpen();
    const marks = await store.marksOf(open.map(({ id }) => id));
    const all = open.map(async (lesson) => {
      const settings = await deps.settingsOf(lesson.roomId);
      if (!settings) return [];
      const own = marks.filter(({ lessonId }) => lessonId === lesson.id);
      return [
        {
          ...openLesson(lesson, settings, grace),
          isClosedToNewcomers: lesson.isClosedToNewcomers,
          removed: own.filter(({ isRemoved }) => isRemoved).map(({ personId }) => personId),
          promoted: own.filter(({ isPromoted }) => isPromoted).map(({ personId }) => personId),
          voidPasses: await deps.voided(lesson.id),
        },
      ];
    });
    return (await Promise.all(all)).flat();
  };
}
