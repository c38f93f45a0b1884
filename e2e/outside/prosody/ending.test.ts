/** How a lesson ends: promise 6, and what goes with it. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { $msg, $pres } from 'strophe.js';
import type { Client } from './client.ts';
import { hosts } from './config.ts';
import { makeBreakout, moveTo } from './breakout.ts';
import { destroy, endForAll, setAffiliation } from './actions.ts';
import { type Lesson, openSchool, type School, until } from './school.ts';
import { find, refusalOf } from './stanza.ts';

let school: School;
beforeAll(async () => {
  school = await openSchool();
}, 30_000);
afterEach(() => school.clear());
afterAll(() => school.stop());

function untilEnded(lesson: Lesson): Promise<object> {
  return school.untilEvent((e) => e.kind === 'ended' && e.lessonId === lesson.lessonId);
}

describe('when the last organizer has left', () => {
  it('the lesson ends after the grace time, for everybody and for ever', async () => {
    const lesson = await school.openLesson({ graceSeconds: 2 });
    const teacher = await lesson.bring('owner', 'teacher');
    const student = await lesson.bring('member', 'student');
    teacher.close();
    expect(await student.untilRoomGone()).toBe('homeroom:organizers-left');
    expect(await untilEnded(lesson)).toMatchObject({ reason: 'organizers-left' });
    await expect(lesson.connectAs('owner', 'teacher')).rejects.toThrow('homeroom:lesson-over');
    expect((await student.join(lesson.roomJid)).kind).toBe('refused');
  });

  it('members who were in may come back meanwhile, others wait', async () => {
    const lesson = await school.openLesson({ graceSeconds: 60 });
    const teacher = await lesson.bring('owner', 'teacher');
    const student = await lesson.bring('member', 'student');
    const late = await lesson.connectAs('member', 'late');
    teacher.close();
    await school.untilEvent((e) => e.kind === 'left' && e.lessonId === lesson.lessonId);
    expect(await late.join(lesson.roomJid)).toMatchObject({
      why: 'cancel/not-allowed: homeroom:waiting',
    });
    student.close();
    await lesson.bring('member', 'student');
  });

  it('an organizer who comes back in time keeps it alive', async () => {
    const lesson = await school.openLesson({ graceSeconds: 2 });
    const teacher = await lesson.bring('owner', 'teacher');
    const student = await lesson.bring('member', 'student');
    teacher.close();
    await lesson.bring('owner', 'teacher');
    await expect(student.untilRoomGone(0, 3_000)).rejects.toThrow('in vain');
    expect(student.rightOf(student.nick)).toBeDefined();
  }, 15_000);

  it('another organizer keeps it alive', async () => {
    const lesson = await school.openLesson({ graceSeconds: 2 });
    const teacher = await lesson.bring('owner', 'teacher');
    await lesson.bring('owner', 'second');
    const student = await lesson.bring('member', 'student');
    teacher.close();
    await expect(student.untilRoomGone(0, 3_000)).rejects.toThrow('in vain');
  }, 15_000);

  it('a promoted person does not keep it alive', async () => {
    const lesson = await school.openLesson({ graceSeconds: 2 });
    const teacher = await lesson.bring('owner', 'teacher');
    const helper = await lesson.bring('member', 'helper');
    await teacher.askFor(setAffiliation(lesson.roomJid, helper.jid, 'owner'));
    teacher.close();
    expect(await helper.untilRoomGone()).toBe('homeroom:organizers-left');
  });

  it('ending before anybody came leaves nothing behind', async () => {
    const lesson = await school.openLesson();
    await school.homeroom().commands.end(lesson.slug, lesson.lessonId, 'nobody-came');
    await expect(lesson.connectAs('owner', 'teacher')).rejects.toThrow('homeroom:lesson-over');
  });
});

describe('breakout rooms', () => {
  it('an organizer in one counts as in; members may go there and come in', async () => {
    const lesson = await school.openLesson({ graceSeconds: 2 });
    const teacher = await lesson.bring('owner', 'teacher');
    const student = await lesson.bring('member', 'student');
    const breakout = await makeBreakout(teacher);
    await moveTo(teacher, lesson, breakout);
    expect(teacher.rightOf(teacher.nick)).toMatchObject({ role: 'moderator' });
    await moveTo(student, lesson, breakout);
    expect(student.rightOf(student.nick)).toMatchObject({ role: 'participant' });
    const entered = await school.untilEvent(
      (e) =>
        e.kind === 'entered' &&
        e.lessonId === lesson.lessonId &&
        e.occupant.breakoutId === breakout.split('@')[0],
    );
    expect(entered).toMatchObject({ slug: lesson.slug });
    await lesson.bring('member', 'late');
    await expect(student.untilRoomGone(0, 3_000)).rejects.toThrow('in vain');
  }, 15_000);

  it('end with the lesson', async () => {
    const lesson = await school.openLesson({ graceSeconds: 2 });
    const teacher = await lesson.bring('owner', 'teacher');
    const student = await lesson.bring('member', 'student');
    const other = await lesson.bring('member', 'other');
    const breakout = await makeBreakout(teacher);
    await moveTo(student, lesson, breakout);
    teacher.close();
    expect(await student.untilRoomGone()).toBe('homeroom:organizers-left');
    expect(await other.untilRoomGone()).toBe('homeroom:organizers-left');
  });

  it('are refused to strangers, and by names that the lesson does not know', async () => {
    const lesson = await school.openLesson();
    const teacher = await lesson.bring('owner', 'teacher');
    const breakout = await makeBreakout(teacher);
    await moveTo(teacher, lesson, breakout);
    const other = await school.openLesson();
    const stranger = await other.bring('owner', 'stranger');
    expect(await stranger.askFor(stranger.conferenceRequest(breakout))).toMatch(/wrong-room/);
    expect((await stranger.join(breakout)).kind).toBe('refused');
    const made = `00000000-0000-4000-8000-000000000000@${hosts.breakout}`;
    expect(await teacher.askFor(teacher.conferenceRequest(made))).toMatch(/^cancel/);
  });

  it('an organizer who comes back goes to one as moderator again', async () => {
    const lesson = await school.openLesson();
    const teacher = await lesson.bring('owner', 'teacher');
    const breakout = await makeBreakout(teacher);
    teacher.close();
    const again = await lesson.bring('owner', 'teacher');
    await moveTo(again, lesson, breakout);
    expect(again.rightOf(again.nick)).toMatchObject({ role: 'moderator' });
  });
});

describe('end for all', () => {
  const ways: [string, (teacher: Client, lesson: Lesson) => Promise<void> | void][] = [
    ["by Jitsi's button", (teacher) => teacher.send(endForAll())],
    [
      'by destroying the room',
      async (teacher, lesson) => {
        expect(await teacher.askFor(destroy(lesson.roomJid))).toBe('result');
      },
    ],
  ];

  it.each(ways)('%s, Homeroom knows', async (_, end) => {
    const lesson = await school.openLesson();
    const teacher = await lesson.bring('owner', 'teacher');
    const student = await lesson.bring('member', 'student');
    const breakout = await makeBreakout(teacher);
    await moveTo(student, lesson, breakout);
    await end(teacher, lesson);
    expect(await student.untilRoomGone()).toBe('homeroom:ended-by-organizer');
    expect(await untilEnded(lesson)).toMatchObject({ reason: 'ended-by-organizer' });
    await expect(lesson.connectAs('owner', 'teacher')).rejects.toThrow('homeroom:lesson-over');
  });

  it('by Homeroom: everybody out at once, and no event comes back', async () => {
    const lesson = await school.openLesson();
    await lesson.bring('owner', 'teacher');
    const student = await lesson.bring('member', 'student');
    await school.homeroom().commands.end(lesson.slug, lesson.lessonId, 'longest-reached');
    expect(await student.untilRoomGone()).toBe('homeroom:longest-reached');
    await until('both to have left', () => {
      const left = school.events.filter((e) => e.kind === 'left' && e.lessonId === lesson.lessonId);
      return left.length === 2;
    });
    const ended = school.events.filter((e) => e.kind === 'ended' && e.lessonId === lesson.lessonId);
    expect(ended).toEqual([]);
  });
});

describe('after the end', () => {
  it('everybody is told why first, and disconnected then', async () => {
    const lesson = await school.openLesson();
    const teacher = await lesson.bring('owner', 'teacher');
    const student = await lesson.bring('member', 'student');
    const outside = await lesson.connectAs('member', 'outside');
    await school.homeroom().commands.end(lesson.slug, lesson.lessonId, 'longest-reached');
    for (const client of [teacher, student]) {
      expect(await client.untilRoomGone()).toBe('homeroom:longest-reached');
    }
    const everybody = [teacher, student, outside];
    await until('all to be disconnected', () => everybody.every(({ isOpen }) => !isOpen));
    expect(school.prosody.log()).toContain(
      `c2s stream for ${outside.jid} closed: homeroom:lesson-over`,
    );
  });

  it('nobody says anything more, to nobody', async () => {
    const lesson = await school.openLesson();
    const teacher = await lesson.bring('owner', 'teacher');
    const student = await lesson.bring('member', 'student');
    const { jid } = teacher;
    const inRoom = $msg({ to: lesson.roomJid, type: 'groupchat' });
    student.send(inRoom.c('body').t('before'));
    await teacher.until('the message', (stanza) => find(stanza, 'body')?.text === 'before');
    await school.homeroom().commands.end(lesson.slug, lesson.lessonId, 'longest-reached');
    student.send($msg({ to: jid, type: 'chat', id: 'after' }).c('body').t('after'));
    student.send($pres({ to: jid, id: 'there' }));
    const answer = await student.until('the refusal', ({ attrs }) => attrs['id'] === 'after');
    expect(refusalOf(answer)).toBe('cancel/not-allowed: homeroom:lesson-over');
    await until('both to be disconnected', () => !student.isOpen && !teacher.isOpen);
    const said = teacher.received.flatMap((stanza) => find(stanza, 'body')?.text ?? []);
    expect(said).toEqual(['before']);
    expect(teacher.received.filter(({ attrs }) => attrs['from'] === student.jid)).toEqual([]);
  });

  it('a lesson that follows in the same room is not disturbed', async () => {
    const lesson = await school.openLesson();
    await lesson.bring('owner', 'teacher');
    await school.homeroom().commands.end(lesson.slug, lesson.lessonId, 'longest-reached');
    const next = await school.openLesson({ slug: lesson.slug });
    const teacher = await next.bring('owner', 'teacher');
    const student = await next.bring('member', 'student');
    await expect(student.untilRoomGone(0, 3_000)).rejects.toThrow('in vain');
    expect([teacher.isOpen, student.isOpen]).toEqual([true, true]);
  }, 15_000);
});

it('a lesson that ends without its organizer leaving the connection opens nothing anew', async () => {
  const lesson = await school.openLesson();
  const teacher = await lesson.bring('owner', 'teacher');
  teacher.send(endForAll());
  await teacher.untilRoomGone();
  const next = await school.openLesson({ slug: lesson.slug });
  expect(next.slug).toBe(lesson.slug);
  expect(await teacher.askFor(teacher.conferenceRequest(lesson.roomJid))).toBe(
    'cancel/not-allowed: homeroom:lesson-over',
  );
});
