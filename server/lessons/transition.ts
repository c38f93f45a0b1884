/**
 * The only way to change a lesson, inside a transaction that is open: load, reduce, write the
 * difference, the commands and the void passes; publish after the commit. The database is locked
 * meanwhile, so that nothing is decided on a lesson that has changed since it was loaded.
 */
import type { LessonId, PersonId, RoomId } from '../contract/ids.ts';
import type { Log } from '../http/log.ts';
import type { AfterCommit } from '../http/transact.ts';
import type { LessonCommand } from './commands.ts';
import type { WholeLesson } from './lesson.ts';
import type { LessonStore } from './lessons-store.ts';
import type { LessonLimits } from './lifecycle.ts';
import type { OutboxStore } from './outbox-store.ts';
import { type LessonEvent, type Outcome, reduce } from './reduce.ts';

/** What a lesson's change touches, bound to one transaction. */
export type LessonsTx = AfterCommit & {
  lessonRows: LessonStore;
  outbox: OutboxStore;
  passes: {
    /** Every pass of the lesson, or only this person's, is void from now on. */
    voidAll(lessonId: LessonId, personId: PersonId | undefined, now: number): Promise<unknown>;
  };
  /** These commands were kept: they are delivered once it is written. */
  deliverLater(lessonId: LessonId): void;
};

/**
 * Written to the outbox in the transaction that decides it, and delivered once that is committed.
 */
export async function keepCommand(tx: LessonsTx, command: LessonCommand): Promise<void> {
  await tx.outbox.keep(command);
  tx.deliverLater(command.lessonId);
}

export type TransitionDeps = { limits: LessonLimits; clock: () => number; log: Log };

export type Transition = ReturnType<typeof createTransition>;

export function createTransition({ limits, clock, log }: TransitionDeps) {
  async function apply(tx: LessonsTx, before: WholeLesson, event: LessonEvent): Promise<Outcome> {
    const now = clock();
    const outcome = reduce(before, event, { now, limits });
    const { lesson, commands, voids } = outcome;
    await tx.lessonRows.write(before, lesson);
    for (const command of commands) await keepCommand(tx, command);
    if (voids === 'all') await tx.passes.voidAll(lesson.id, undefined, now);
    else for (const personId of voids) await tx.passes.voidAll(lesson.id, personId, now);
    if (lesson !== before) tx.publish({ kind: 'room', roomId: lesson.roomId });
    tx.afterCommit(() => logChange(before, lesson));
    return outcome;
  }

  function logChange(before: WholeLesson, { id, state, endReason }: WholeLesson): void {
    if (before.state === state) return;
    const fields = { lessonId: id, state, ...(endReason ? { reason: endReason } : {}) };
    log.info(fields, state === 'ended' ? 'lesson ended' : 'lesson goes on');
  }

  return {
    apply,

    /** @returns `null` where there is no such lesson */
    async onLesson(tx: LessonsTx, lessonId: LessonId, event: LessonEvent): Promise<Outcome | null> {
      const lesson = await tx.lessonRows.byId(lessonId);
      return lesson && apply(tx, lesson, event);
    },

    /** @returns `null` where no lesson is open in the room */
    async inRoom(tx: LessonsTx, roomId: RoomId, event: LessonEvent): Promise<Outcome | null> {
      const lesson = await tx.lessonRows.openIn(roomId);
      return lesson && apply(tx, lesson, event);
    },
  };
}
