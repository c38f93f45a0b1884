/** What is open now, as the meeting side has to know it. */
import type { LessonId, PassId, RoomId } from '../contract/ids.ts';
import type { RoomSettings } from '../contract/room.ts';
import type { Transact } from '../http/transact.ts';
import type { LessonSettings, OpenLesson } from './commands.ts';
import type { Lesson, WholeLesson } from './lesson.ts';
import type { OpenLessonsNow, WantedLesson } from './meeting-adapter.ts';
import type { LessonsTx } from './transition.ts';

/** @param grace how long members stay after the last organizer left, ms */
export const lessonSettings = (
  { promotion, lobby }: RoomSettings,
  grace: number,
): LessonSettings => ({
  graceSeconds: Math.round(grace / 1000),
  allowsPromotion: promotion,
  usesLobby: lobby,
});

export const openLesson = (
  { id, slug, openedAt }: Pick<Lesson, 'id' | 'slug' | 'openedAt'>,
  settings: RoomSettings,
  grace: number,
): OpenLesson => ({ lessonId: id, slug, openedAt, ...lessonSettings(settings, grace) });

export type OpenLessonsTx = LessonsTx & {
  settingsOf(roomId: RoomId): Promise<RoomSettings | null>;
  passes: {
    /** `jti` of every pass of the lesson that was taken back. */
    voided(lessonId: LessonId): Promise<readonly PassId[]>;
  };
};

export type OpenLessonsDeps = { transact: Transact<OpenLessonsTx>; grace: number };

export function createOpenLessonsNow({ transact, grace }: OpenLessonsDeps): OpenLessonsNow {
  const wanted = (lessonId: LessonId) =>
    transact(async (tx) => {
      const lesson = await tx.lessonRows.byId(lessonId);
      const settings = lesson && (await tx.settingsOf(lesson.roomId));
      if (!settings || lesson.state === 'ended') return [];
      const voidPasses = await tx.passes.voided(lesson.id);
      return [wantedLesson(lesson, settings, voidPasses, grace)];
    });

  return async () => {
    const open = await transact((tx) => tx.lessonRows.allOpen());
    const all: WantedLesson[] = [];
    for (const { id } of open) all.push(...(await wanted(id)));
    return all;
  };
}

function wantedLesson(
  lesson: WholeLesson,
  settings: RoomSettings,
  voidPasses: readonly PassId[],
  grace: number,
): WantedLesson {
  const people = [...lesson.people];
  return {
    ...openLesson(lesson, settings, grace),
    isClosedToNewcomers: lesson.isClosedToNewcomers,
    removed: people.filter(([, { isRemoved }]) => isRemoved).map(([personId]) => personId),
    promoted: people.filter(([, { isPromoted }]) => isPromoted).map(([personId]) => personId),
    voidPasses,
  };
}
