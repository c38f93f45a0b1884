/**
 * Lessons: starting, ending, who is in. What the meeting side reports comes in
 * through the port's events; what Homeroom decides goes out as its commands.
 * The states are in lifecycle.ts, the SQL in lessons-store.ts.
 */
import type { Publish } from '../contract/change.ts';
import type { Someone } from '../contract/person.ts';
import type { LessonView, RoomSettings } from '../contract/room.ts';
import type { Log } from '../edge/log.ts';
import { randomId } from '../edge/secrets.ts';
import type { LessonFacts, Relation } from '../rooms/policy.ts';
import type { Lesson, LessonStore } from './lessons-store.ts';
import { endDue, type LessonLimits, opening } from './lifecycle.ts';
import type { EndReason, MeetingPort } from './port.ts';
import { createTurns } from './turns.ts';
import { createFollowMeeting } from './follow-meeting.ts';
import { createOpenLessonsNow, openLesson } from './open-lessons.ts';
import { viewLesson } from './view.ts';

export type LessonsDeps = {
  store: LessonStore;
  port: MeetingPort;
  limits: LessonLimits;
  clock: () => number;
  publish: Publish;
  log: Log;
  /** Who has the waiting page of a room open. */
  waitingIn(slug: string): readonly Someone[];
  settingsOf(roomId: string): Promise<RoomSettings | null>;
  passes: {
    /** Every pass of the lesson, or only this person's, is void from now on. */
    voidAll(lessonId: string, personId?: string): Promise<readonly string[]>;
    /** `jti` of every pass of the lesson that was taken back. */
    voided(lessonId: string): Promise<readonly string[]>;
  };
};

/** How long the page after a lesson still tells of it, ms. */
export const afterglow = 15 * 60_000;

/** One extension, and how long a lesson can become in all, ms. */
const extension = 60 * 60_000;
const longestOfAll = 12 * 60 * 60_000;

export type StartableRoom = { id: string; slug: string; settings: RoomSettings };
export type Started = { ok: true } | { ok: false; code: 'meeting-server-not-ready' };

export type Lessons = ReturnType<typeof createLessons>;

export function createLessons(deps: LessonsDeps) {
  const { store, port, limits, clock, publish, log, passes } = deps;
  const inTurn = createTurns();

  async function finish(lesson: Lesson, reason: EndReason): Promise<void> {
    const isEnding = await store.end(lesson.id, clock(), reason);
    if (!isEnding) return;
    log.info({ lessonId: lesson.id, reason }, 'lesson ended');
    await passes.voidAll(lesson.id);
    publish({ kind: 'room', roomId: lesson.roomId });
    // Kept and repeated by the port until the meeting side has acknowledged it.
    await port.commands
      .end(lesson.slug, lesson.id, reason)
      .catch((error: unknown) =>
        log.warn({ err: error, lessonId: lesson.id }, 'end not acknowledged'),
      );
  }

  return {
    listen: () =>
      port.listen(
        createFollowMeeting({ ...deps, inTurn, finish, voidPasses: passes.voidAll }),
        createOpenLessonsNow({
          store,
          grace: limits.grace,
          settingsOf: deps.settingsOf,
          voided: passes.voided,
        }),
      ),

    openIn: (roomId: string) => store.openIn(roomId),

    /** What has to be known of the room's open lesson to decide about this person. */
    async factsFor(roomId: string, personId: string): Promise<LessonFacts | null> {
      const lesson = await store.openIn(roomId);
      if (!lesson) return null;
      const { id, state, toldAt, isClosedToNewcomers } = lesson;
      return {
        id,
        state,
        isTold: toldAt !== null,
        isClosedToNewcomers,
        ...(await store.markOf(id, personId)),
      };
    },

    /** What there is to see of the lessons in these rooms. */
    async seeIn(
      roomIds: readonly string[],
    ): Promise<
      ReadonlyMap<string, (viewer: { personId: string; relation: Relation }) => LessonView>
    > {
      const lessons = await store.latestIn(roomIds, clock() - afterglow);
      const ids = lessons.map(({ id }) => id);
      const [occupants, marks] = await Promise.all([store.occupantsOf(ids), store.marksOf(ids)]);
      return new Map(
        lessons.map((lesson) => {
          const sight = {
            lesson,
            occupants: occupants.filter(({ lessonId }) => lessonId === lesson.id),
            marks: marks.filter(({ lessonId }) => lessonId === lesson.id),
            waiting: deps.waitingIn(lesson.slug),
          };
          return [lesson.roomId, (viewer) => viewLesson(sight, viewer)];
        }),
      );
    },

    /**
     * Opens a lesson, first with the meeting side and then here; a room that has
     * one open keeps it. The caller has asked the policy.
     */
    start: (room: StartableRoom, personId: string): Promise<Started> =>
      inTurn(`room ${room.id}`, async () => {
        const open = await store.openIn(room.id);
        if (open && open.toldAt !== null) return { ok: true };
        if (!port.health().isHealthy) return { ok: false, code: 'meeting-server-not-ready' };
        const now = clock();
        const id = open?.id ?? randomId();
        if (!open) {
          await store.add({
            id,
            roomId: room.id,
            openedAt: now,
            openedBy: personId,
            ...opening(now, limits),
          });
        }
        const lesson = await store.byId(id);
        if (!lesson) throw new Error('the lesson that was just added is not there');
        try {
          await port.commands.open(openLesson(lesson, room.settings, limits.grace));
        } catch (error) {
          log.warn({ err: error, lessonId: id }, 'the meeting side did not open the lesson');
          await finish(lesson, 'meeting-lost');
          return { ok: false, code: 'meeting-server-not-ready' };
        }
        await store.told(id, clock());
        log.info({ lessonId: id, personId }, 'lesson opened');
        publish({ kind: 'room', roomId: room.id });
        return { ok: true };
      }),

    /** An organizer ends it for all. Ending what is over is no fault. */
    async end(roomId: string, reason: EndReason): Promise<void> {
      const lesson = await store.openIn(roomId);
      if (lesson) await inTurn(lesson.id, () => finish(lesson, reason));
    },

    /** One hour more. @returns false at the longest that a lesson can become */
    async extend(lesson: Lesson): Promise<boolean> {
      const longestAt = Math.min(lesson.longestAt + extension, lesson.openedAt + longestOfAll);
      if (longestAt <= lesson.longestAt) return false;
      await store.setClock(lesson.id, { ...lesson, longestAt });
      publish({ kind: 'room', roomId: lesson.roomId });
      return true;
    },

    /** Out, and not in again in this lesson, until readmitted. */
    async remove(lesson: Lesson, personId: string): Promise<void> {
      await store.mark(lesson.id, personId, { isRemoved: 1, isPromoted: 0 });
      await passes.voidAll(lesson.id, personId);
      publish({ kind: 'room', roomId: lesson.roomId });
      // No new pass from here on, whatever the meeting side says; it is told until it has heard.
      await port.commands
        .remove(lesson.slug, lesson.id, personId)
        .catch((error: unknown) =>
          log.warn({ err: error, lessonId: lesson.id }, 'removal not acknowledged'),
        );
    },

    async readmit(lesson: Lesson, personId: string): Promise<void> {
      await port.commands.readmit(lesson.slug, lesson.id, personId);
      await store.mark(lesson.id, personId, { isRemoved: 0 });
      publish({ kind: 'room', roomId: lesson.roomId });
    },

    async setClosed(lesson: Lesson, isClosed: boolean): Promise<void> {
      await port.commands.closeToNewcomers(lesson.slug, lesson.id, isClosed);
      await store.setClosed(lesson.id, isClosed);
      publish({ kind: 'room', roomId: lesson.roomId });
    },

    /** Ends what is due. Called every second. */
    async tick(): Promise<void> {
      const now = clock();
      for (const lesson of await store.allOpen()) {
        const reason = endDue(lesson, now);
        if (reason) await inTurn(lesson.id, () => finishIfStillDue(lesson.id));
      }
    },

    async counts(): Promise<{ lessonsNow: number; peopleInLessons: number }> {
      const open = await store.allOpen();
      const occupants = await store.occupantsOf(open.map(({ id }) => id));
      return {
        lessonsNow: open.length,
        peopleInLessons: new Set(occupants.map(({ personId }) => personId)).size,
      };
    },

    sweep: (endedBefore: number) => store.sweep(endedBefore),
  };

  /** Somebody may have come in while it waited for its turn. */
  async function finishIfStillDue(lessonId: string): Promise<void> {
    const lesson = await store.byId(lessonId);
    const reason = lesson && endDue(lesson, clock());
    if (lesson && reason) await finish(lesson, reason);
  }
}
