/** Presses and reports that come at the same time, on the real store. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LessonId } from '../contract/ids.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { ids } from '../contract/testing/ids.ts';
import { addRoom, type LessonsOn, lessonsOn } from '../testing/lessons-on.ts';
import { createTestMeeting, type TestMeeting } from '../testing/test-meeting.ts';
import type { MeetingEvent } from './meeting-adapter.ts';
import { extension } from './reduce.ts';

const limits = { opening: 300_000, grace: 120_000, maxDuration: 4 * 3_600_000 };

let db: Database;
let meeting: TestMeeting;
let lessons: LessonsOn;
let room: Awaited<ReturnType<typeof addRoom>>;

beforeEach(async () => {
  db = await openDatabase(':memory:');
  meeting = createTestMeeting();
  lessons = lessonsOn({ db, adapter: meeting, limits, clock: () => 0 });
  lessons.listen();
  room = await addRoom(db, 'maths', ['ada', 'finn']);
});
afterEach(async () => {
  await lessons.close();
  await db.destroy();
});

async function start(): Promise<LessonId> {
  expect(await lessons.start(room, 'ada')).toBe(true);
  const lesson = await lessons.openIn(room.id);
  if (!lesson) throw new Error('no lesson is open');
  return lesson.id;
}

const about = (lessonId: LessonId) => ({ slug: room.slug, lessonId, at: 0 });

const entered = (lessonId: LessonId, occupantId: string): MeetingEvent => ({
  ...about(lessonId),
  kind: 'entered',
  occupant: {
    occupantId,
    personId: ids.person('ada'),
    passId: ids.pass('p'),
    affiliation: 'owner',
    isPromoted: false,
    breakoutId: null,
  },
});
const left = (lessonId: LessonId, occupantId: string): MeetingEvent => ({
  ...about(lessonId),
  kind: 'left',
  occupantId,
  personId: ids.person('ada'),
});

function orders<T>(all: readonly T[]): T[][] {
  if (all.length <= 1) return [[...all]];
  return all.flatMap((first, index) =>
    orders(all.toSpliced(index, 1)).map((rest) => [first, ...rest]),
  );
}

describe('all at once', () => {
  it('Extend and presence lose no hour and end in no wrong state, in any of 120 orders', async () => {
    for (const order of orders([0, 1, 2, 3, 4])) {
      const lessonId = await start();
      const steps = [
        () => lessons.press(room.id, { kind: 'extend' }),
        () => meeting.report(entered(lessonId, `${lessonId} a`)),
        () => lessons.press(room.id, { kind: 'extend' }),
        () => meeting.report(entered(lessonId, `${lessonId} b`)),
        () => meeting.report(left(lessonId, 'somebody else')),
      ];
      await Promise.all(order.map((index) => Promise.resolve(steps[index]?.())));
      const lesson = await lessons.openIn(room.id);
      expect(lesson).toMatchObject({
        state: 'running',
        maxEndsAt: limits.maxDuration + 2 * extension,
        deadlineAt: null,
      });
      expect(lesson?.seats.size).toBe(2);
      await lessons.press(room.id, { kind: 'end', reason: 'ended-by-organizer' });
    }
  });

  it('Remove and Readmit reach the meeting side in the order in which they were decided', async () => {
    await start();
    const personId = 'finn';
    await Promise.all([
      lessons.press(room.id, { kind: 'remove', personId: ids.person(personId) }),
      lessons.press(room.id, { kind: 'readmit', personId: ids.person(personId) }),
      lessons.press(room.id, { kind: 'remove', personId: ids.person(personId) }),
    ]);
    await expect
      .poll(() => meeting.heard.map(({ kind }) => kind))
      .toEqual(['open', 'remove', 'readmit', 'remove']);
    expect((await lessons.openIn(room.id))?.people.get(ids.person(personId))?.isRemoved).toBe(true);
  });

  it('a lesson that ends while somebody comes in has ended', async () => {
    const lessonId = await start();
    await Promise.all([
      meeting.report(entered(lessonId, 'a')),
      lessons.press(room.id, { kind: 'end', reason: 'ended-by-organizer' }),
      meeting.report(entered(lessonId, 'b')),
    ]);
    const lesson = await lessons.byId(lessonId);
    expect(lesson).toMatchObject({ state: 'ended', endReason: 'ended-by-organizer' });
    expect(lesson?.seats.size).toBe(0);
  });
});

describe('a command', () => {
  it('is written with what it follows from, or neither is', async () => {
    await start();
    await db.schema.dropTable('lessonCommand').execute();
    const removing = lessons.press(room.id, { kind: 'remove', personId: ids.person('finn') });
    await expect(removing).rejects.toThrow();
    expect((await lessons.openIn(room.id))?.people.size).toBe(0);
  });

  it('is numbered above every one before, whatever the clock says', async () => {
    await start();
    const before = await db.selectFrom('commandCounter').select('last').executeTakeFirstOrThrow();
    const late = lessonsOn({ db, adapter: meeting, limits, clock: () => -1_000_000 });
    await late.press(room.id, { kind: 'set-closed', isClosed: true });
    const after = await db.selectFrom('commandCounter').select('last').executeTakeFirstOrThrow();
    expect(after.last).toBe(before.last + 1);
    await late.close();
  });

  it('that waits is given when the meeting side is heard of', async () => {
    await start();
    meeting.breakCommand('newcomers');
    await lessons.press(room.id, { kind: 'set-closed', isClosed: true });
    await expect.poll(() => meeting.heard.at(-1)?.kind).toBe('newcomers');
    meeting.mendCommand('newcomers');
    meeting.becomeReachable();
    await expect.poll(() => db.selectFrom('lessonCommand').selectAll().execute()).toEqual([]);
    expect(meeting.heard).toHaveLength(3);
  });

  it('to open that is never acknowledged opens nothing', async () => {
    meeting.breakCommand('open');
    expect(await lessons.start(room, 'ada')).toBe(false);
    expect(await lessons.openIn(room.id)).toBeNull();
  });
});
