/** Jitsi's lobby as an extra waiting room. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { Client } from './client.ts';
import { invite, kick } from './actions.ts';
import { type Lesson, openSchool, type School, until } from './school.ts';

let school: School;
beforeAll(async () => {
  school = await openSchool();
}, 30_000);
afterEach(() => school.clear());
afterAll(() => school.stop());

async function knock(lesson: Lesson, person: string): Promise<Client> {
  const client = await lesson.connectAs('member', person);
  const why = await client.enter(lesson.slug);
  expect(why).toMatchObject({ kind: 'refused', why: 'auth/registration-required' });
  expect((await client.join(lesson.lobbyJid)).kind).toBe('in');
  return client;
}

it('members knock and an organizer lets them in', async () => {
  const lesson = await school.openLesson({ usesLobby: true });
  const teacher = await lesson.bring('owner', 'teacher');
  const student = await knock(lesson, 'student');
  teacher.send(invite(lesson.roomJid, student.jid));
  await student.until('the invitation', ({ name, attrs }) => {
    return name === 'message' && attrs['from'] === lesson.roomJid;
  });
  student.leave(lesson.lobbyJid);
  expect(await student.join(lesson.roomJid)).toMatchObject({
    kind: 'in',
    role: 'participant',
    affiliation: 'member',
  });
});

it('who knocks is not in: the lesson does not report it', async () => {
  const lesson = await school.openLesson({ usesLobby: true });
  await lesson.bring('owner', 'teacher');
  await knock(lesson, 'student');
  await school.untilEvent((e) => e.kind === 'entered' && e.lessonId === lesson.lessonId);
  const students = school.events.filter(
    (e) => e.kind === 'entered' && e.occupant.personId === 'student',
  );
  expect(students.filter((e) => 'lessonId' in e && e.lessonId === lesson.lessonId)).toEqual([]);
});

it('never locks an organizer out', async () => {
  const lesson = await school.openLesson({ usesLobby: true });
  const teacher = await lesson.bring('owner', 'teacher');
  teacher.close();
  const again = await lesson.connectAs('owner', 'teacher');
  expect(await again.enter(lesson.slug)).toMatchObject({ kind: 'in', role: 'moderator' });
  const second = await lesson.connectAs('owner', 'second');
  expect(await second.enter(lesson.slug)).toMatchObject({ kind: 'in', role: 'moderator' });
});

it('is closed to those without a pass for this lesson, and while no organizer is in', async () => {
  const lesson = await school.openLesson({ usesLobby: true, graceSeconds: 60 });
  const teacher = await lesson.bring('owner', 'teacher');
  const late = await lesson.connectAs('member', 'late');
  const other = await school.openLesson();
  const stranger = await other.connectAs('owner', 'stranger');
  expect(await stranger.join(lesson.lobbyJid)).toMatchObject({
    why: 'cancel/not-allowed: homeroom:wrong-room',
  });
  teacher.close();
  await school.untilEvent((e) => e.kind === 'left' && e.lessonId === lesson.lessonId);
  expect(await late.join(lesson.lobbyJid)).toMatchObject({
    why: 'cancel/not-allowed: homeroom:waiting',
  });
});

it('turning somebody away in the lobby is for organizers, and no removal', async () => {
  const lesson = await school.openLesson({ usesLobby: true });
  const teacher = await lesson.bring('owner', 'teacher');
  const student = await knock(lesson, 'student');
  const { nick } = student;
  const other = await knock(lesson, 'other');
  const isOut = (): boolean =>
    student.received.some(({ attrs }) => attrs['from'] === nick && attrs['type'] === 'unavailable');
  // Jitsi's lobby lets no answer out, so the next answer on that connection is awaited.
  other.ask(kick(lesson.lobbyJid, nick)).catch(() => undefined);
  await other.askFor(other.conferenceRequest(lesson.roomJid));
  expect(isOut()).toBe(false);
  await teacher.join(lesson.lobbyJid);
  teacher.ask(kick(lesson.lobbyJid, nick)).catch(() => undefined);
  await until('the student to be out', isOut);
  expect((await student.join(lesson.lobbyJid)).kind).toBe('in');
});

it('ends with the lesson', async () => {
  const lesson = await school.openLesson({ usesLobby: true });
  await lesson.bring('owner', 'teacher');
  const student = await knock(lesson, 'student');
  await school.homeroom().commands.end(lesson.slug, lesson.lessonId, 'ended-by-organizer');
  expect(await student.untilRoomGone()).toBe('homeroom:ended-by-organizer');
});
