/**
 * All meetings of the practice side, and Homeroom's commands upon them. Held in
 * memory; after a restart it is filled again from Homeroom's list of open
 * lessons. Nobody is let in and no command is answered before that.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { MeetingCommands, MeetingEvent, MeetingHealth } from '../lessons/port.ts';
import type { OpenLesson, OpenLessonsNow } from '../lessons/port.ts';
import type { PassClaims } from '../pass/claims.ts';
import type { Log } from './delivery.ts';
import { createMeeting, type Connection, type Meeting, type MeetingParts } from './meeting.ts';

export type Hall = {
  commands: MeetingCommands;
  health(): MeetingHealth;
  /** Asks Homeroom what is open, again and again until it answers, and reports a snapshot. */
  fill(openLessons: OpenLessonsNow): Promise<void>;
  /** Into the meeting that the pass names, or told why not. Resolves once that is known. */
  enter(connection: Connection, claims: PassClaims): Promise<Meeting | undefined>;
  close(): void;
};

type Parts = { now: () => number; report: (event: MeetingEvent) => void; log: Log };

const retryMs = 500;

export function createHall({ now, report, log }: Parts): Hall {
  const meetings = new Map<string, Meeting>();
  const filled = Promise.withResolvers<void>();
  const stopping = new AbortController();
  let isFilled = false;

  function find(slug: string, lessonId: string): Meeting | undefined {
    const meeting = meetings.get(slug);
    return meeting?.lesson.lessonId === lessonId ? meeting : undefined;
  }

  function open(lesson: OpenLesson, kept: MeetingParts['kept'] = {}): void {
    if (find(lesson.slug, lesson.lessonId)) return;
    meetings.get(lesson.slug)?.end('meeting-lost');
    const onEnded = () => {
      if (meetings.get(lesson.slug) === meeting) meetings.delete(lesson.slug);
    };
    const meeting = createMeeting({ lesson, kept, now, report, onEnded });
    meetings.set(lesson.slug, meeting);
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
    commands: {
      async open(lesson) {
        await filled.promise;
        open(lesson);
      },
      async configure(slug, lessonId, settings) {
        await filled.promise;
        find(slug, lessonId)?.configure(settings);
      },
      async end(slug, lessonId, reason) {
        await filled.promise;
        const meeting = find(slug, lessonId);
        if (!meeting) return;
        meetings.delete(slug);
        meeting.end(reason);
      },
      async remove(slug, lessonId, personId) {
        await filled.promise;
        find(slug, lessonId)?.remove(personId);
      },
      async readmit(slug, lessonId, personId) {
        await filled.promise;
        find(slug, lessonId)?.readmit(personId);
      },
      async revoke(slug, lessonId, personId, passIds) {
        await filled.promise;
        find(slug, lessonId)?.revoke(personId, passIds);
      },
      async closeToNewcomers(slug, lessonId, isClosed) {
        await filled.promise;
        find(slug, lessonId)?.closeToNewcomers(isClosed);
      },
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
