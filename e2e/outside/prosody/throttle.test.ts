/** Who comes in first, and who comes in too often: before mod_muc_rate_limit has everybody wait. */
import { $pres } from 'strophe.js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Client, ns } from './client.ts';
import { mainModules } from './config.ts';
import { type Lesson, openSchool, type School, until } from './school.ts';
import { refusalOf } from './stanza.ts';

let school: School;
beforeAll(async () => {
  school = await openSchool({ mainModules: [...mainModules, 'test_past_gate'] });
}, 30_000);
afterEach(() => school.clear());
afterAll(() => school.stop());

/** Leaves and joins, again and again, without waiting for an answer. */
function comeAndGo(client: Client, lesson: Lesson, times: number): void {
  const { nick } = client;
  for (let i = 0; i < times; i += 1) {
    client.leave(lesson.roomJid);
    client.send($pres({ to: nick, id: `again-${i}` }).c('x', { xmlns: ns.muc }));
  }
}

const refusals = (client: Client): string[] =>
  client.received
    .filter(({ name, attrs }) => name === 'presence' && attrs['type'] === 'error')
    .map(refusalOf);

const entered = ({ lessonId }: Lesson): string[] =>
  school.events.flatMap((event) =>
    event.kind === 'entered' && event.lessonId === lessonId ? [event.occupant.personId] : [],
  );

describe('a student who leaves and comes in a loop', () => {
  it('is refused after a few times, and may come in again later', async () => {
    const lesson = await school.openLesson();
    await lesson.bring('owner', 'teacher');
    const student = await lesson.bring('member', 'student');
    comeAndGo(student, lesson, 40);
    await until('refusals', () => refusals(student).length >= 30);
    expect(new Set(refusals(student))).toEqual(new Set(['cancel/not-allowed: homeroom:too-often']));
    await until('the student to be in again', async () => {
      const entry = await student.join(lesson.roomJid);
      return entry.kind === 'in';
    });
  }, 20_000);

  it('keeps no organizer out, and no other member', async () => {
    const lesson = await school.openLesson();
    await lesson.bring('owner', 'teacher');
    const student = await lesson.bring('member', 'student');
    comeAndGo(student, lesson, 200);
    const second = await lesson.connectAs('owner', 'second');
    expect((await second.join(lesson.roomJid)).kind).toBe('in');
    const other = await lesson.connectAs('member', 'other');
    expect((await other.join(lesson.roomJid)).kind).toBe('in');
  }, 20_000);
});

it('an organizer does not wait behind a class that comes at once', async () => {
  const lesson = await school.openLesson();
  await lesson.bring('owner', 'teacher');
  const second = await lesson.connectAs('owner', 'second');
  const names = Array.from({ length: 20 }, (_, i) => `student-${i}`);
  const students = await Promise.all(
    names.map((name) => lesson.connectAs('member', name, { timeoutMs: 20_000 })),
  );
  const entering = students.map((student) => student.join(lesson.roomJid));
  await until('the first of them to be in', () => entered(lesson).length > 3);
  expect((await second.join(lesson.roomJid)).kind).toBe('in');
  const entries = await Promise.all(entering);
  expect(entries.every(({ kind }) => kind === 'in')).toBe(true);
  await until('all to be told', () => entered(lesson).length === 22);
  expect(entered(lesson).indexOf('second')).toBeLessThan(21);
}, 30_000);

it('somebody whom another module lets in past the gate is put out', async () => {
  const lesson = await school.openLesson();
  const teacher = await lesson.bring('owner', 'teacher');
  const student = await lesson.connectAs('member', 'student');
  student.send($pres({ to: `${lesson.roomJid}/past` }).c('x', { xmlns: ns.muc }));
  await teacher.until(
    'the student to be put out',
    ({ attrs }) => attrs['from'] === `${lesson.roomJid}/past` && attrs['type'] === 'unavailable',
  );
  expect(entered(lesson)).not.toContain('student');
});
