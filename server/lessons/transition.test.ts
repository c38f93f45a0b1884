/** What is told, in the log and to open pages, when a lesson changes. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Change } from '../contract/change.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { addRoom, type LessonsOn, lessonsOn } from '../testing/lessons-on.ts';
import { createTestMeeting, type TestMeeting } from '../testing/test-meeting.ts';
import { ids } from '../contract/testing/ids.ts';
import type { LessonId } from '../contract/ids.ts';

const limits = { opening: 300_000, grace: 120_000, maxDuration: 4 * 3_600_000 };

let db: Database;
let meeting: TestMeeting;
let lessons: LessonsOn;
let room: Awaited<ReturnType<typeof addRoom>>;
let published: Change[];
let logged: { fields: object; message: string }[];
let now: number;

beforeEach(async () => {
  db = await openDatabase(':memory:');
  meeting = createTestMeeting();
  published = [];
  logged = [];
  now = 0;
  const keep = (fields: object, message: string) => void logged.push({ fields, message });
  lessons = lessonsOn({
    db,
    adapter: meeting,
    limits,
    clock: () => now,
    publish: (change) => void published.push(change),
    log: { debug: keep, info: keep, warn: keep, error: keep },
  });
  lessons.listen();
  room = await addRoom(db, 'maths', ['ada', 'finn']);
  await lessons.start(room, 'ada');
  published = [];
  logged = [];
});
afterEach(async () => {
  await lessons.close();
  await db.destroy();
});

async function openLesson(): Promise<LessonId> {
  const lesson = await lessons.openIn(room.id);
  if (!lesson) throw new Error('no lesson is open');
  return lesson.id;
}

async function adaComesIn(): Promise<void> {
  const lessonId = await openLesson();
  await meeting.report({
    kind: 'entered',
    slug: room.slug,
    lessonId,
    at: now,
    occupant: {
      occupantId: 'a',
      personId: ids.person('ada'),
      passId: ids.pass('p'),
      affiliation: 'owner',
      isPromoted: false,
      breakoutId: null,
    },
  });
}

it('open pages are told of the room when its lesson changed, and of nothing otherwise', async () => {
  await lessons.press(room.id, { kind: 'extend' });
  expect(published).toEqual([{ kind: 'room', roomId: room.id }]);
  // What is so already changes nothing.
  await lessons.press(room.id, { kind: 'set-closed', isClosed: false });
  await lessons.press(room.id, { kind: 'readmit', personId: ids.person('finn') });
  expect(published).toHaveLength(1);
});

it('the log says when a lesson runs and when it has ended, why, and nothing in between', async () => {
  const lessonId = await openLesson();
  await lessons.press(room.id, { kind: 'extend' });
  expect(logged).toEqual([]);
  await adaComesIn();
  expect(logged).toEqual([{ fields: { lessonId, state: 'running' }, message: 'lesson goes on' }]);
  await lessons.press(room.id, { kind: 'end', reason: 'ended-by-organizer' });
  expect(logged.slice(1)).toEqual([
    {
      fields: { lessonId, state: 'ended', reason: 'ended-by-organizer' },
      message: 'lesson ended',
    },
  ]);
});

it('nothing happens in a room without a lesson, or to a lesson that is not there', async () => {
  await lessons.press(room.id, { kind: 'end', reason: 'ended-by-organizer' });
  published = [];
  expect(await lessons.press(room.id, { kind: 'extend' })).toBeNull();
  expect(await lessons.whenTold(ids.lesson('none'))).toBe(false);
  expect(published).toEqual([]);
});
