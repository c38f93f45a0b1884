import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterPresence, endDue, endsAt, type LessonClock, opening } from './lifecycle.ts';

const limits = { opening: 300_000, grace: 120_000, maxDuration: 14_400_000 };
const opened = opening(0, limits);
const enter = (lesson: LessonClock, now: number) =>
  afterPresence(lesson, true, now, limits) ?? lesson;
const leave = (lesson: LessonClock, now: number) =>
  afterPresence(lesson, false, now, limits) ?? lesson;

describe('a lesson', () => {
  it('opens, runs, ends slowly, and runs again when an organizer is back in time', () => {
    const running = enter(opened, 1_000);
    expect(running).toMatchObject({ state: 'running', runningSince: 1_000, deadlineAt: null });
    const ending = leave(running, 2_000);
    expect(ending).toMatchObject({ state: 'ending', deadlineAt: 122_000 });
    expect(enter(ending, 121_999)).toMatchObject({ state: 'running', runningSince: 1_000 });
  });

  it('that nobody came to ends after five minutes', () => {
    expect(endDue(opened, 299_999)).toBeNull();
    expect(endDue(opened, 300_000)).toBe('nobody-came');
  });

  it('whose organizers left ends after the grace time', () => {
    const ending = leave(enter(opened, 0), 10_000);
    expect(endDue(ending, 129_999)).toBeNull();
    expect(endDue(ending, 130_000)).toBe('organizers-left');
  });

  it('ends at its longest, organizer or not', () => {
    const running = enter(opened, 0);
    expect(endDue(running, 14_399_999)).toBeNull();
    expect(endDue(running, 14_400_000)).toBe('longest-reached');
  });

  it('says when it ends if nothing happens, which is never after its longest', () => {
    expect(endsAt(opened)).toBe(300_000);
    const running = enter(opened, 0);
    expect(endsAt(running)).toBe(14_400_000);
    expect(endsAt(leave(running, 10_000))).toBe(130_000);
    expect(endsAt(leave(running, 14_399_000))).toBe(14_400_000);
  });

  it('that has ended stays so', () => {
    const ended: LessonClock = { ...opened, state: 'ended' };
    expect(afterPresence(ended, true, 1, limits)).toBeNull();
    expect(endDue(ended, Number.MAX_SAFE_INTEGER)).toBeNull();
  });

  it('whatever happens: runs only with an organizer in, and never outlives its longest', () => {
    const steps = fc.array(fc.record({ after: fc.nat(200_000), isIn: fc.boolean() }), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(steps, (all) => {
        let lesson = opened;
        let now = 0;
        for (const { after, isIn } of all) {
          now += after;
          if (endDue(lesson, now)) return;
          lesson = afterPresence(lesson, isIn, now, limits) ?? lesson;
          expect(lesson.state === 'running').toBe(isIn);
          expect(endsAt(lesson)).toBeLessThanOrEqual(lesson.maxEndsAt);
          expect(lesson.deadlineAt === null).toBe(lesson.state === 'running');
        }
      }),
    );
  });
});
