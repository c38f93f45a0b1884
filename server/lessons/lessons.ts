/**
 * Lessons: starting, ending, who is in. Every change goes through transition.ts, whose
 * rules stand in reduce.ts; the SQL is in lessons-store.ts, what goes out to the meeting
 * side waits in the outbox until delivery.ts has delivered it.
 */
import { LessonId, type PersonId, type RoomId, type Slug } from '../contract/ids.ts';
import type { Someone } from '../contract/person.ts';
import type { RoomRules } from '../contract/room.ts';
import type { Log } from '../http/log.ts';
import { randomId } from '../crypto.ts';
import type { Transact } from '../http/transact.ts';
import { createDelivery } from './delivery.ts';
import { createFollowMeeting } from './follow-meeting.ts';
import type { Lesson } from './lesson.ts';
import type { LessonStore } from './lessons-store.ts';
import { endDue, type LessonLimits, opening } from './lifecycle.ts';
import { createOpenLessonsNow, openLesson, type OpenLessonsTx } from './open-lessons.ts';
import type { OutboxBell } from './outbox-bell.ts';
import type { OutboxStore } from './outbox-store.ts';
import type { MeetingAdapter } from './meeting-adapter.ts';
import { keepCommand, type Transition } from './transition.ts';
import { createSeeLessons } from './see-lessons.ts';
import { watchHealth } from './watch-health.ts';

export type LessonsDeps = {
  store: LessonStore;
  outbox: OutboxStore;
  outboxBell: Pick<OutboxBell, 'listen'>;
  transact: Transact<OpenLessonsTx>;
  transition: Transition;
  adapter: MeetingAdapter;
  limits: LessonLimits;
  clock: () => number;
  log: Log;
  /** Who has the waiting page of a room open. */
  waitingIn(slug: Slug): readonly Someone[];
};

/** How long after its end a lesson is still shown, ms. */
export const showEndedFor = 15 * 60_000;

export type StartableRoom = { id: RoomId; slug: Slug; rules: RoomRules };

export type Lessons = ReturnType<typeof createLessons>;

export function createLessons(deps: LessonsDeps) {
  const { store, outbox, transact, transition, adapter, limits, clock, log } = deps;
  const delivery = createDelivery({
    outbox,
    deliver: (command) => adapter.deliver(command),
    onDone: ({ order, kind, lessonId }) =>
      transact(async (tx) => {
        await tx.outbox.done(order);
        if (kind === 'open') await transition.onLesson(tx, lessonId, { kind: 'told' });
      }),
    onSuperseded: (command, by, mayRepeat) =>
      transact(async (tx) => {
        const stays = await tx.outbox.superseded(command, by, mayRepeat);
        const { order, kind, lessonId } = command;
        log.warn({ order, by, kind, lessonId, stays }, 'a command came after a later one');
        return stays;
      }),
    log,
  });

  deps.outboxBell.listen((lessonId) => void delivery.flush(lessonId));
  const noteHealth = watchHealth(adapter, log);

  return {
    delivery,

    listen(): void {
      adapter.listen({
        onEvent: createFollowMeeting({ transact, transition }),
        openLessons: createOpenLessonsNow({ transact, grace: limits.grace }),
        onReachable: delivery.wakeAll,
      });
      delivery.wakeAll();
    },

    /** What there is to see of the lessons in these rooms. */
    seeIn: createSeeLessons({ store, clock, showEndedFor, waitingIn: deps.waitingIn }),

    /**
     * Writes a lesson that opens, with the command that opens it there; a room that has
     * one open keeps it. The caller has asked the policy, in the same transaction.
     * @returns the lesson's id, or `null` while none may be opened
     */
    async open(
      tx: OpenLessonsTx,
      room: StartableRoom,
      personId: PersonId,
    ): Promise<LessonId | null> {
      const open = await tx.lessonRows.openIn(room.id);
      if (open && open.toldAt !== null) return open.id;
      if (!adapter.health().isHealthy) return null;
      if (open) return open.id;
      const now = clock();
      const lesson = {
        id: LessonId.parse(randomId()),
        roomId: room.id,
        openedAt: now,
        openedBy: personId,
      };
      await tx.lessonRows.add({ ...lesson, ...opening(now, limits) });
      await keepCommand(tx, {
        kind: 'open',
        ...openLesson({ ...lesson, slug: room.slug }, room.rules, limits.grace),
      });
      return lesson.id;
    },

    /**
     * Waits until the meeting side has taken the opening; what it does not take opens nothing.
     * @returns whether the lesson is open
     */
    async whenTold(lessonId: LessonId): Promise<boolean> {
      await delivery.flush(lessonId);
      const outcome = await transact((tx) =>
        transition.onLesson(tx, lessonId, { kind: 'not-told' }),
      );
      return outcome !== null && outcome.lesson.state !== 'ended';
    },

    /** Ends lessons whose time is up. Called every second. */
    async tick(): Promise<void> {
      noteHealth();
      const now = clock();
      for (const lesson of await store.allOpen()) {
        if (!endDue(lesson, now)) continue;
        await transact((tx) => transition.onLesson(tx, lesson.id, { kind: 'tick' }));
      }
    },

    /** Every lesson that is open, and how many people are in it. */
    async openNow(): Promise<readonly { lesson: Lesson; people: number }[]> {
      const open = await store.allOpen();
      const occupants = await store.occupantsOf(open.map(({ id }) => id));
      return open.map((lesson) => {
        const inIt = occupants.filter(({ lessonId }) => lessonId === lesson.id);
        return { lesson, people: new Set(inIt.map(({ personId }) => personId)).size };
      });
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
}
