/**
 * The states of a lesson: `opening → running → ending → ended`, with `ending`
 * going back to `running` when an organizer comes back in time. Pure; times are
 * milliseconds since the epoch.
 */
import type { LessonState } from '../contract/room.ts';
import type { EndReason } from './commands.ts';

export type LessonLimits = {
  /** How long a lesson waits for its first organizer. */
  opening: number;
  /** How long members stay after the last organizer left. */
  grace: number;
  /** The longest duration, from the opening. */
  maxDuration: number;
};

export type LessonClock = {
  state: LessonState;
  runningSince: number | null;
  /** `opening` and `ending`: when it ends by itself. */
  deadlineAt: number | null;
  maxEndsAt: number;
};

export function opening(now: number, limits: LessonLimits): LessonClock {
  return {
    state: 'opening',
    runningSince: null,
    deadlineAt: now + limits.opening,
    maxEndsAt: now + limits.maxDuration,
  };
}

/** How the state changes with who is in now; `null` where it does not. */
export function afterPresence(
  lesson: LessonClock,
  organizerIsIn: boolean,
  now: number,
  { grace }: LessonLimits,
): LessonClock | null {
  switch (lesson.state) {
    case 'opening':
      return organizerIsIn ? running(lesson, now) : null;
    case 'running':
      return organizerIsIn ? null : { ...lesson, state: 'ending', deadlineAt: now + grace };
    case 'ending':
      return organizerIsIn ? running(lesson, now) : null;
    case 'ended':
      return null;
    default:
      return lesson.state satisfies never;
  }
}

function running(lesson: LessonClock, now: number): LessonClock {
  return {
    ...lesson,
    state: 'running',
    runningSince: lesson.runningSince ?? now,
    deadlineAt: null,
  };
}

/** The reason why the lesson has to end now; `null` while it goes on. */
export function endDue(lesson: LessonClock, now: number): EndReason | null {
  if (lesson.state === 'ended') return null;
  if (now >= lesson.maxEndsAt) return 'longest-reached';
  if (lesson.deadlineAt === null || now < lesson.deadlineAt) return null;
  return lesson.state === 'opening' ? 'nobody-came' : 'organizers-left';
}

/** When it ends by itself if nothing happens. */
export function endsAt({ deadlineAt, maxEndsAt }: LessonClock): number {
  return deadlineAt === null ? maxEndsAt : Math.min(deadlineAt, maxEndsAt);
}
