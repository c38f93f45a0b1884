/** A Room's rules, changed while a lesson runs there. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { MeetingEvent } from '../../../server/lessons/meeting-adapter.ts';
import { makeBreakout, moveTo } from './breakout.ts';
import type { Client } from './client.ts';
import { configure, setAffiliation } from './actions.ts';
import { type Lesson, openSchool, type School, until } from './school.ts';
import { find } from './stanza.ts';

let school: School;
beforeAll(async () => {
  school = await openSchool();
}, 30_000);
afterEach(() => school.clear());
afterAll(() => school.stop());

const rules = { graceSeconds: 120, allowsPromotion: true, usesLobby: false };

function change({ slug, lessonId }: Lesson, changes: Partial<typeof rules>): Promise<void> {
  return school.homeroom().commands.configure(slug, lessonId, { ...rules, ...changes });
}

const untilDemoted = ({ lessonId }: Lesson): Promise<MeetingEvent> =>
  school.untilEvent((event) => event.kind === 'demoted' && event.lessonId === lessonId);

async function promoteHelper(lesson: Lesson): Promise<{ teacher: Client; helper: Client }> {
  const teacher = await lesson.bring('owner', 'teacher');
  const helper = await lesson.bring('member', 'helper');
  await teacher.askFor(setAffiliation(lesson.roomJid, helper.jid, 'owner'));
  await until('the promotion', () => helper.rightOf(helper.nick)?.role === 'moderator');
  return { teacher, helper };
}

describe('promotion switched off', () => {
  it('makes the promoted members at once, and Homeroom knows', async () => {
    const lesson = await school.openLesson();
    const { teacher, helper } = await promoteHelper(lesson);
    await change(lesson, { allowsPromotion: false });
    expect(await untilDemoted(lesson)).toMatchObject({ personId: 'helper' });
    await until('the role', () => helper.rightOf(helper.nick)?.role === 'participant');
    expect(helper.rightOf(helper.nick)).toMatchObject({ affiliation: 'member' });
    expect(await teacher.askFor(setAffiliation(lesson.roomJid, helper.jid, 'owner'))).toMatch(
      /forbidden/,
    );
    const again = await lesson.connectAs('member', 'helper');
    expect(await again.enter(lesson.slug)).toMatchObject({ role: 'participant' });
  });

  it('reaches who is in a breakout room', async () => {
    const lesson = await school.openLesson();
    const { teacher, helper } = await promoteHelper(lesson);
    const breakout = await makeBreakout(teacher);
    await moveTo(helper, lesson, breakout);
    expect(helper.rightOf(helper.nick)).toMatchObject({ role: 'moderator' });
    await change(lesson, { allowsPromotion: false });
    await until('the role', () => helper.rightOf(helper.nick)?.role === 'participant');
  });

  it('and on again brings nobody back, and lets an organizer promote', async () => {
    const lesson = await school.openLesson();
    const { teacher, helper } = await promoteHelper(lesson);
    await change(lesson, { allowsPromotion: false });
    await untilDemoted(lesson);
    await change(lesson, { allowsPromotion: true });
    expect(helper.rightOf(helper.nick)).toMatchObject({ role: 'participant' });
    expect(await teacher.askFor(setAffiliation(lesson.roomJid, helper.jid, 'owner'))).toBe(
      'result',
    );
  });
});

describe('the lobby', () => {
  async function knock(lesson: Lesson, person: string): Promise<Client> {
    const client = await lesson.connectAs('member', person);
    expect(await client.enter(lesson.slug)).toMatchObject({ why: 'auth/registration-required' });
    expect((await client.join(lesson.lobbyJid)).kind).toBe('in');
    return client;
  }

  it('switched on lets in who is in already, and nobody new', async () => {
    const lesson = await school.openLesson();
    await lesson.bring('owner', 'teacher');
    const student = await lesson.bring('member', 'student');
    await change(lesson, { usesLobby: true });
    await knock(lesson, 'late');
    expect(student.rightOf(student.nick)).toMatchObject({ role: 'participant' });
  });

  it('switched off sends those who wait in it to the room', async () => {
    const lesson = await school.openLesson({ usesLobby: true });
    await lesson.bring('owner', 'teacher');
    const student = await knock(lesson, 'student');
    await change(lesson, { usesLobby: false });
    const gone = await student.until('the lobby to be gone', (stanza) => {
      return find(stanza, 'x', 'destroy') !== undefined;
    });
    expect(find(gone, 'x', 'destroy')?.attrs['jid']).toBe(lesson.roomJid);
    expect(await student.join(lesson.roomJid)).toMatchObject({ kind: 'in', role: 'participant' });
    await lesson.bring('member', 'late');
  });

  it('switched on before the organizer is in opens with the organizer', async () => {
    const lesson = await school.openLesson();
    await change(lesson, { usesLobby: true });
    await lesson.bring('owner', 'teacher');
    await knock(lesson, 'student');
  });

  it('that an organizer opened by hand stays when something else is changed', async () => {
    const lesson = await school.openLesson();
    const teacher = await lesson.bring('owner', 'teacher');
    await teacher.askFor(configure(lesson.roomJid, 'muc#roomconfig_membersonly', '1'));
    await change(lesson, { allowsPromotion: false });
    await knock(lesson, 'student');
  });
});

it('the grace time counts as it is when the last organizer leaves', async () => {
  const lesson = await school.openLesson({ graceSeconds: 120 });
  const teacher = await lesson.bring('owner', 'teacher');
  const student = await lesson.bring('member', 'student');
  await change(lesson, { graceSeconds: 2 });
  teacher.close();
  expect(await student.untilRoomGone()).toBe('homeroom:organizers-left');
});

it('rules that arrive late change nothing', async () => {
  const lesson = await school.openLesson();
  const { helper } = await promoteHelper(lesson);
  await change(lesson, { graceSeconds: 60 });
  const { slug, lessonId } = lesson;
  const late = { kind: 'configure', slug, lessonId, order: Date.now() - 60_000 } as const;
  const given = school.command({ ...late, ...rules, allowsPromotion: false });
  await expect(given).rejects.toThrow('after a later command');
  expect(helper.rightOf(helper.nick)).toMatchObject({ role: 'moderator' });
});
