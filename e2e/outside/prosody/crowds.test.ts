/**
 * Many come and go at once. Jitsi's mod_muc_rate_limit then tells of a leave late, after
 * the same person has come back, or never: who is in is what the rooms say, not that.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { MeetingEvent } from '../../../server/lessons/meeting-adapter.ts';
import type { Client } from './client.ts';
import { kick } from './actions.ts';
import { type Lesson, openSchool, type School, until } from './school.ts';
import { statusCodes } from './stanza.ts';

let school: School;
beforeAll(async () => {
  // One a second, so that the second one to leave waits.
  school = await openSchool({ main: 'muc_rate_leaves = 1; muc_rate_joins = 20' });
}, 30_000);
afterEach(() => school.clear());
afterAll(() => school.stop());

const goneFrom = (roomJid: string) => (client: Client) =>
  client.received.some(
    (stanza) =>
      stanza.attrs['type'] === 'unavailable' &&
      stanza.attrs['from']?.startsWith(`${roomJid}/`) &&
      statusCodes(stanza).includes('110'),
  );

/** Uses up the leaves of this second; from here on the next ones wait for their turn. */
async function leaveFirst(lesson: Lesson, ...clients: Client[]): Promise<void> {
  for (const client of clients) client.leave(lesson.roomJid);
  await until('the first to be out', () => clients.some(goneFrom(lesson.roomJid)));
}

const of = (lesson: { lessonId: string }, kind: MeetingEvent['kind'], personId?: string) =>
  school.events.filter(
    (event) =>
      event.kind === kind &&
      'lessonId' in event &&
      event.lessonId === lesson.lessonId &&
      (personId === undefined || personOf(event) === personId),
  );

function personOf(event: MeetingEvent): string | undefined {
  if (event.kind === 'entered') return event.occupant.personId;
  return 'personId' in event ? event.personId : undefined;
}

/** Homeroom started anew: what it is told then is all it knows. */
async function snapshotNow(): Promise<Extract<MeetingEvent, { kind: 'snapshot' }>> {
  await school.homeroom().close();
  school.events.length = 0;
  school.startHomeroom();
  const event = await school.untilEvent(({ kind }) => kind === 'snapshot');
  if (event.kind !== 'snapshot') throw new Error('no snapshot');
  return event;
}

describe('an organizer who leaves in a crowd', () => {
  it('is told as left at once, and the grace time begins', async () => {
    const lesson = await school.openLesson({ graceSeconds: 60 });
    const teacher = await lesson.bring('owner', 'teacher');
    const crowd = [];
    for (const name of ['a', 'b', 'c', 'd', 'e']) crowd.push(await lesson.bring('member', name));
    const late = await lesson.connectAs('member', 'late');
    await leaveFirst(lesson, ...crowd);
    teacher.leave(lesson.roomJid);
    await until('the leave', () => of(lesson, 'left', 'teacher').length > 0, 2_000);
    expect(goneFrom(lesson.roomJid)(teacher)).toBe(false);
    expect(await late.join(lesson.roomJid)).toMatchObject({
      why: 'cancel/not-allowed: homeroom:waiting',
    });
  }, 20_000);

  it('is not in the next lesson: members wait, and Homeroom is told the truth', async () => {
    const lesson = await school.openLesson();
    const teacher = await lesson.bring('owner', 'teacher');
    const crowd = [];
    for (const name of ['a', 'b', 'c', 'd', 'e']) crowd.push(await lesson.bring('member', name));
    await leaveFirst(lesson, ...crowd);
    teacher.leave(lesson.roomJid);
    await school.homeroom().commands.end(lesson.slug, lesson.lessonId, 'longest-reached');
    const next = await school.openLesson({ slug: lesson.slug });
    const student = await next.connectAs('member', 'student');
    expect(await student.askFor(student.conferenceRequest(next.roomJid))).toMatch(/waiting/);
    await until('all to have left', () => of(lesson, 'left').length === 6);
    expect(ids(of(lesson, 'left'))).toEqual(ids(of(lesson, 'entered')));
    const { lessons } = await snapshotNow();
    const told = lessons.filter(({ slug }) => slug === lesson.slug);
    expect(told).toMatchObject([{ lessonId: next.lessonId, occupants: [] }]);
  }, 20_000);

  it('and comes back on the same connection keeps the lesson alive', async () => {
    const lesson = await school.openLesson({ graceSeconds: 3 });
    const teacher = await lesson.bring('owner', 'teacher');
    const student = await lesson.bring('member', 'student');
    await leaveFirst(lesson, await lesson.bring('member', 'a'), await lesson.bring('member', 'b'));
    teacher.leave(lesson.roomJid);
    expect((await teacher.join(lesson.roomJid)).kind).toBe('in');
    await until('the late leave', () => goneFrom(lesson.roomJid)(teacher));
    await expect(student.untilRoomGone(0, 4_000)).rejects.toThrow('in vain');
    const kinds = school.events.filter((e) => personOf(e) === 'teacher' && inLesson(e, lesson));
    expect(kinds.map(({ kind }) => kind)).toEqual(['entered', 'left', 'entered']);
  }, 20_000);
});

describe('a member who left and came back on one connection', () => {
  async function backInACrowd(): Promise<{ lesson: Lesson; teacher: Client; student: Client }> {
    const lesson = await school.openLesson();
    const teacher = await lesson.bring('owner', 'teacher');
    const student = await lesson.bring('member', 'student');
    await leaveFirst(lesson, await lesson.bring('member', 'a'), await lesson.bring('member', 'b'));
    student.leave(lesson.roomJid);
    expect((await student.join(lesson.roomJid)).kind).toBe('in');
    await until('the late leave', () => goneFrom(lesson.roomJid)(student));
    return { lesson, teacher, student };
  }

  it('is in, and is told once for each time', async () => {
    const { lesson } = await backInACrowd();
    const { lessons } = await snapshotNow();
    const told = lessons.find(({ lessonId }) => lessonId === lesson.lessonId);
    expect(told?.occupants.map(({ personId }) => personId).sort()).toEqual(['student', 'teacher']);
  }, 20_000);

  it('is seen by the others, though they were told of the late leave', async () => {
    const { teacher, student } = await backInACrowd();
    const presences = () => teacher.received.filter(({ attrs }) => attrs['from'] === student.nick);
    await until('the presence after it', () => {
      const types = presences().map(({ attrs }) => attrs['type']);
      return types.includes('unavailable') && types.at(-1) === undefined;
    });
    expect(teacher.rightOf(student.nick)).toMatchObject({ role: 'participant' });
  }, 20_000);

  it('can be removed by Homeroom', async () => {
    const { lesson, student } = await backInACrowd();
    await school.homeroom().commands.remove(lesson.slug, lesson.lessonId, 'student');
    expect(await student.untilRoomGone()).toBe('homeroom:removed');
  }, 20_000);

  it('can be removed by a kick', async () => {
    const { lesson, teacher, student } = await backInACrowd();
    await teacher.askFor(kick(lesson.roomJid, student.nick));
    await until('the removal', () => of(lesson, 'removed', 'student').length > 0);
    await expect(lesson.connectAs('member', 'student')).rejects.toThrow('homeroom:removed');
  }, 20_000);

  it('is replaced by a newer browser', async () => {
    const { lesson, student } = await backInACrowd();
    await lesson.bring('member', 'student');
    expect(await student.untilRoomGone()).toBe('homeroom:replaced');
  }, 20_000);
});

const inLesson = (event: MeetingEvent, { lessonId }: Lesson): boolean =>
  'lessonId' in event && event.lessonId === lessonId;

function ids(events: readonly MeetingEvent[]): string[] {
  return events
    .map((event) => {
      if (event.kind === 'entered') return event.occupant.occupantId;
      return event.kind === 'left' ? event.occupantId : '';
    })
    .sort();
}
