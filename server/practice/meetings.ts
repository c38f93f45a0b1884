/**
 * All meetings of the practice side, and Homeroom's commands upon them. Held in
 * memory; after a restart it is filled again from Homeroom's list of open
 * lessons. Nobody is let in and no command is answered before that.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { LessonId, Slug } from '../contract/ids.ts';
import type { LessonCommand, OpenLesson } from '../lessons/commands.ts';
import type { DeliverCommand, MeetingEvent, MeetingHealth } from '../lessons/meeting-adapter.ts';
import type { OpenLessonsNow } from '../lessons/meeting-adapter.ts';
import type { PassClaims } from '../pass/claims.ts';
import type { Log } from './delivery.ts';
import { createMeeting, type Connection, type Meeting, type MeetingParts } from './meeting.ts';

export type Meetings = {
  deliver: DeliverCommand;
  health(): MeetingHealth;
  /** Asks Homeroom what is open, again and again until it answers, and reports a snapshot. */
  fill(openLessons: OpenLessonsNow): Promise<void>;
  /** Into the meeting that the pass names, or told why not. Resolves once that is known. */
  enter(connection: Connection, claims: PassClaims): Promise<Meeting | undefined>;
  close(): void;
};

type Parts = { now: () => number; report: (event: MeetingEvent) => void; log: Log };

const retryMs = 500;

export function createMeetings({ now, report, log }: Parts): Meetings {
  const meetings = new Map<string, Meeting>();
  /**
   * Lessons that have ended for good: an `open` command that arrives late opens none of them again.
   */
  const ended = new Set<string>();
  const filled = Promise.withResolvers<void>();
  const stopping = new AbortController();
  let isFilled = false;

  function find(slug: Slug, lessonId: LessonId): Meeting | undefined {
    const meeting = meetings.get(slug);
    return meeting?.lesson.lessonId === lessonId ? meeting : undefined;
  }

  function open(lesson: OpenLesson, kept: MeetingParts['kept'] = {}): void {
    if (ended.has(lesson.lessonId) || find(lesson.slug, lesson.lessonId)) return;
    meetings.get(lesson.slug)?.end('meeting-lost');
    const onEnded = () => {
      ended.add(lesson.lessonId);
      if (meetings.get(lesson.slug) === meeting) meetings.delete(lesson.slug);
    };
    const meeting = createMeeting({ lesson, kept, now, report, onEnded });
    meetings.set(lesson.slug, meeting);
  }

  /** Commands may be repeated; one for a lesson that is not open changes nothing. */
  function obey(command: LessonCommand): void {
    if (command.kind === 'open') return open(command);
    const { slug, lessonId } = command;
    const meeting = find(slug, lessonId);
    switch (command.kind) {
      case 'configure':
        return meeting?.configure(command);
      case 'end':
        ended.add(lessonId);
        if (meeting) meetings.delete(slug);
        return meeting?.end(command.reason);
      case 'remove':
        return meeting?.remove(command.personId);
      case 'readmit':
        return meeting?.readmit(command.personId);
      case 'revoke':
        return meeting?.revoke(command.personId, command.passIds);
      case 'newcomers':
        return meeting?.closeToNewcomers(command.isClosed);
      default:
        command satisfies never;
    }
  }

  async function askUntilAnswered(openLessons: OpenLessonsNow): ReturnType<OpenLessonsNow> {
    for (;;) {
      try {
        return await openLessons();
      } catch (error) {
        log.warn({ error }, 'practice meeting: Homeroom did not say what is open, again soon');
        await pause(retryMs, undefined, stopping);
      }
    }
  }

  return {
    async deliver(command) {
      await filled.promise;
      obey(command);
      return { kind: 'done' };
    },
    health() {
      if (isFilled) return { isHealthy: true, at: now() };
      return { isHealthy: false, cause: 'The practice meeting has not heard what is open yet.' };
    },
    async fill(openLessons) {
      const lessons = await askUntilAnswered(openLessons);
      for (const lesson of lessons) open(lesson, lesson);
      const snapshots = [...meetings.values()].map((meeting) => meeting.snapshot());
      report({ kind: 'snapshot', at: now(), lessons: snapshots });
      isFilled = true;
      filled.resolve();
    },
    async enter(connection, claims) {
      await filled.promise;
      const meeting = find(claims.room, claims.lesson);
      if (meeting) meeting.knock(connection, claims);
      else connection.tell({ kind: 'refused', reason: 'lesson-over' });
      return meeting;
    },
    close() {
      stopping.abort();
      for (const meeting of meetings.values()) meeting.drop();
      meetings.clear();
    },
  };
}
