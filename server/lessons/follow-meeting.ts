/** What the meeting side reports, each event in a transaction of its own. */
import type { LessonId, Slug } from '../contract/ids.ts';
import type { Transact } from '../http/transact.ts';
import type { MeetingEvent } from './meeting-adapter.ts';
import { keepCommand, type LessonsTx, type Transition } from './transition.ts';

type Snapshot = Extract<MeetingEvent, { kind: 'snapshot' }>;

export type FollowDeps = { transact: Transact<LessonsTx>; transition: Transition };

/** Takes in one event in full; where the promise rejects, the meeting side reports it again. */
export type FollowMeeting = (event: MeetingEvent) => Promise<void>;

/** A lesson that the meeting side holds open and Homeroom has never heard of. */
async function endStray(tx: LessonsTx, slug: Slug, lessonId: LessonId): Promise<void> {
  const pending = await tx.outbox.pendingOf(lessonId);
  if (pending.some(({ kind }) => kind === 'end')) return;
  await keepCommand(tx, { kind: 'end', slug, lessonId, reason: 'meeting-lost' });
}

export function createFollowMeeting({ transact, transition }: FollowDeps): FollowMeeting {
  const onLessonEvent = (event: Exclude<MeetingEvent, Snapshot>) =>
    transact(async (tx) => {
      const outcome = await transition.onLesson(tx, event.lessonId, event);
      if (!outcome && event.kind === 'entered') await endStray(tx, event.slug, event.lessonId);
    });

  const reconcile = (lessonId: LessonId, { lessons }: Snapshot) =>
    transact(async (tx) => {
      const snapshot = lessons.find((lesson) => lesson.lessonId === lessonId) ?? null;
      const pending = await tx.outbox.pendingOf(lessonId);
      await transition.onLesson(tx, lessonId, { kind: 'snapshot', snapshot, pending });
    });

  async function onSnapshot(event: Snapshot): Promise<void> {
    const open = await transact((tx) => tx.lessonRows.allOpen());
    for (const { id } of open) await reconcile(id, event);
    const known = new Set(open.map(({ id }) => id));
    for (const { slug, lessonId } of event.lessons) {
      if (known.has(lessonId)) continue;
      await transact(async (tx) => {
        const lesson = await tx.lessonRows.byId(lessonId);
        // A lesson that was opened since the list was read is open, though not in the list.
        if (!lesson || lesson.state === 'ended') await endStray(tx, slug, lessonId);
      });
    }
  }

  return (event) => (event.kind === 'snapshot' ? onSnapshot(event) : onLessonEvent(event));
}
