/** The lessons that are open now, as the meeting side has to know them. */
import type { LessonId, PassId, RoomId } from '../contract/ids.ts';
import type { RoomRules } from '../contract/room.ts';
import type { Transact } from '../http/transact.ts';
import type { LessonRules, OpenLesson } from './commands.ts';
import type { Lesson, WholeLesson } from './lesson.ts';
import type { OpenLessonsNow, WantedLesson } from './meeting-adapter.ts';
import type { LessonsTx } from './transition.ts';

/** @param grace how long members stay after the last organizer left, ms */
export const lessonRules = ({ promotion, lobby }: RoomRules, grace: number): LessonRules => ({
  graceSeconds: Math.round(grace / 1000),
  allowsPromotion: promotion,
  usesLobby: lobby,
});

export const openLesson = (
  { id, slug, openedAt }: Pick<Lesson, 'id' | 'slug' | 'openedAt'>,
  rules: RoomRules,
  grace: number,
): OpenLesson => ({ lessonId: id, slug, openedAt, ...lessonRules(rules, grace) });

export type OpenLessonsTx = LessonsTx & {
  rulesOf(roomId: RoomId): Promise<RoomRules | null>;
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
      const rules = lesson && (await tx.rulesOf(lesson.roomId));
      if (!rules || lesson.state === 'ended') return [];
      const voidPasses = await tx.passes.voided(lesson.id);
      return [wantedLesson(lesson, rules, voidPasses, grace)];
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
  rules: RoomRules,
  voidPasses: readonly PassId[],
  grace: number,
): WantedLesson {
  const people = [...lesson.people];
  return {
    ...openLesson(lesson, rules, grace),
    isClosedToNewcomers: lesson.isClosedToNewcomers,
    removed: people.filter(([, { isRemoved }]) => isRemoved).map(([personId]) => personId),
    promoted: people.filter(([, { isPromoted }]) => isPromoted).map(([personId]) => personId),
    voidPasses,
  };
}
