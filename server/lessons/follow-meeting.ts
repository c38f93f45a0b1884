/** What follows from what the meeting side reports: who is in, who was removed, the end. */
import type { Publish } from '../contract/change.ts';
import type { Log } from '../edge/log.ts';
import type { Lesson, LessonStore } from './lessons-store.ts';
import { afterPresence, type LessonLimits } from './lifecycle.ts';
import type { EndReason, MeetingEvent, MeetingPort } from './port.ts';
import type { Turns } from './turns.ts';

type LessonEvent = Exclude<MeetingEvent, { kind: 'snapshot' }>;
type Snapshot = Extract<MeetingEvent, { kind: 'snapshot' }>;

export type FollowDeps = {
  store: LessonStore;
  port: MeetingPort;
  limits: LessonLimits;
  clock: () => number;
  publish: Publish;
  log: Log;
  inTurn: Turns;
  finish(lesson: Lesson, reason: EndReason): Promise<void>;
  voidPasses(lessonId: string, personId: string): Promise<unknown>;
};

/** One event, whole; a rejected promise is reported again. */
export type FollowMeeting = (event: MeetingEvent) => Promise<void>;

export function createFollowMeeting(deps: FollowDeps): FollowMeeting {
  const { store, port, limits, clock, publish, log, inTurn, finish } = deps;

  async function followPresence(lessonId: string): Promise<void> {
    const lesson = await store.byId(lessonId);
    if (!lesson) return;
    const occupants = await store.occupantsOf([lessonId]);
    const organizerIsIn = occupants.some(({ affiliation }) => affiliation === 'owner');
    const next = afterPresence(lesson, organizerIsIn, clock(), limits);
    if (next) {
      await store.setClock(lessonId, next);
      log.info({ lessonId, state: next.state }, 'lesson goes on');
    }
    publish({ kind: 'room', roomId: lesson.roomId });
  }

  /** A lesson that the meeting side holds open and Homeroom does not. */
  async function endStray(slug: string, lessonId: string): Promise<void> {
    await port.commands
      .end(slug, lessonId, 'meeting-lost')
      .catch((error: unknown) => log.warn({ err: error, lessonId }, 'stray lesson not ended'));
  }

  async function onLessonEvent(event: LessonEvent): Promise<void> {
    const lesson = await store.byId(event.lessonId);
    if (!lesson || lesson.state === 'ended') {
      if (event.kind === 'entered') await endStray(event.slug, event.lessonId);
      return;
    }
    switch (event.kind) {
      case 'entered':
        await store.enter(lesson.id, event.occupant, event.at);
        return followPresence(lesson.id);
      case 'left':
        await store.leave(lesson.id, event.occupantId);
        return followPresence(lesson.id);
      case 'promoted':
      case 'demoted':
        await store.mark(lesson.id, event.personId, {
          isPromoted: event.kind === 'promoted' ? 1 : 0,
        });
        break;
      case 'removed':
        await store.mark(lesson.id, event.personId, { isRemoved: 1, isPromoted: 0 });
        await deps.voidPasses(lesson.id, event.personId);
        break;
      case 'ended':
        return finish(lesson, event.reason);
      default:
        return event satisfies never;
    }
    publish({ kind: 'room', roomId: lesson.roomId });
  }

  async function onSnapshot({ lessons }: Snapshot): Promise<void> {
    const open = await store.allOpen();
    const seen = new Map(lessons.map((lesson) => [lesson.lessonId, lesson]));
    for (const lesson of open) {
      await inTurn(lesson.id, async () => {
        await store.emptyOut(lesson.id);
        const now = seen.get(lesson.id);
        for (const occupant of now?.occupants ?? [])
          await store.enter(lesson.id, occupant, clock());
        for (const id of now?.removed ?? []) await store.mark(lesson.id, id, { isRemoved: 1 });
        for (const id of now?.promoted ?? []) await store.mark(lesson.id, id, { isPromoted: 1 });
        await followPresence(lesson.id);
      });
    }
    const known = new Set(open.map(({ id }) => id));
    for (const { slug, lessonId } of lessons)
      if (!known.has(lessonId)) await endStray(slug, lessonId);
  }

  return (event) =>
    event.kind === 'snapshot'
      ? onSnapshot(event)
      : inTurn(event.lessonId, () => onLessonEvent(event));
}
