/** One person: removed, replaced, revoked, resumed, and called by the right name. */
import { randomUUID } from 'node:crypto';
import { $msg, $pres, type Builder } from 'strophe.js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from './client.ts';
import { ns } from './client.ts';
import { jsonMessage, kick, setAffiliation } from './actions.ts';
import { claimsOf, signPass } from './passes.ts';
import { type Lesson, openSchool, type School, until } from './school.ts';
import { find } from './stanza.ts';

const mucUser = 'http://jabber.org/protocol/muc#user';
const jigasi = 'http://jitsi.org/protocol/jigasi';

let school: School;
beforeAll(async () => {
  school = await openSchool({ smacksSeconds: 3 });
}, 30_000);
afterEach(() => school.clear());
afterAll(() => school.stop());

describe('removal', () => {
  const ways: [string, (lesson: Lesson, teacher: Client, student: Client) => Promise<unknown>][] = [
    [
      'by a kick in the meeting',
      (lesson, teacher, student) => teacher.askFor(kick(lesson.roomJid, student.nick)),
    ],
    [
      'by a ban in the meeting',
      (lesson, teacher, student) =>
        teacher.askFor(setAffiliation(lesson.roomJid, student.jid, 'outcast')),
    ],
  ];

  it.each(ways)('%s holds for this lesson, and Homeroom knows', async (_, remove) => {
    const lesson = await school.openLesson();
    const teacher = await lesson.bring('owner', 'teacher');
    const student = await lesson.bring('member', 'student');
    expect(await remove(lesson, teacher, student)).toBe('result');
    await school.untilEvent((e) => e.kind === 'removed' && e.lessonId === lesson.lessonId);
    expect(await student.join(lesson.roomJid)).toMatchObject({
      why: 'cancel/not-allowed: homeroom:removed',
    });
    await expect(lesson.connectAs('member', 'student')).rejects.toThrow('homeroom:removed');
  });

  it('by Homeroom tells the person why; readmitted, the person comes in again', async () => {
    const lesson = await school.openLesson();
    const { commands } = school.homeroom();
    const teacher = await lesson.bring('owner', 'teacher');
    const student = await lesson.bring('member', 'student');
    await commands.remove(lesson.slug, lesson.lessonId, 'student');
    expect(await student.untilRoomGone()).toBe('homeroom:removed');
    await until('the teacher to see it', () =>
      teacher.received.some(
        ({ attrs }) => attrs['from'] === student.nick && attrs['type'] === 'unavailable',
      ),
    );
    await expect(lesson.connectAs('member', 'student')).rejects.toThrow('homeroom:removed');
    await commands.readmit(lesson.slug, lesson.lessonId, 'student');
    expect((await lesson.bring('member', 'student')).nick).not.toBe('');
  });

  it('disconnects the person everywhere, the lobby included', async () => {
    const lesson = await school.openLesson({ usesLobby: true });
    await lesson.bring('owner', 'teacher');
    const inLobby = await lesson.connectAs('member', 'student');
    await inLobby.enter(lesson.slug);
    expect((await inLobby.join(lesson.lobbyJid)).kind).toBe('in');
    const outside = await lesson.connectAs('member', 'student');
    const other = await lesson.connectAs('member', 'other');
    await school.homeroom().commands.remove(lesson.slug, lesson.lessonId, 'student');
    expect(await inLobby.untilRoomGone()).toBe('homeroom:removed');
    await until('both to be disconnected', () => !inLobby.isOpen && !outside.isOpen);
    expect(other.isOpen).toBe(true);
  });

  it('ends a connection that was lost and waits to be resumed', async () => {
    const lesson = await school.openLesson();
    const { commands } = school.homeroom();
    await lesson.bring('owner', 'teacher');
    const student = await lesson.connectAs('member', 'student', { resumable: true });
    const { jid } = student;
    student.cut();
    await commands.remove(lesson.slug, lesson.lessonId, 'student');
    const ending = new RegExp(`Unbinding resource for ${jid} .*: removed`);
    await until('its end', () => ending.test(school.prosody.log()));
    await commands.readmit(lesson.slug, lesson.lessonId, 'student');
    expect(await resume(lesson, student, {})).toBe('new');
  });

  it('ends with the lesson', async () => {
    const lesson = await school.openLesson();
    await school.homeroom().commands.remove(lesson.slug, lesson.lessonId, 'student');
    await school.homeroom().commands.end(lesson.slug, lesson.lessonId, 'ended-by-organizer');
    const next = await school.openLesson({ slug: lesson.slug });
    await next.bring('owner', 'teacher');
    await next.bring('member', 'student');
  });

  it('an organizer who is kicked by another is not removed', async () => {
    const lesson = await school.openLesson();
    const teacher = await lesson.bring('owner', 'teacher');
    const second = await lesson.bring('owner', 'second');
    await teacher.askFor(kick(lesson.roomJid, second.nick));
    expect((await second.join(lesson.roomJid)).kind).toBe('in');
  });
});

describe('one presence', () => {
  it('a newer one of a member replaces the older, which learns why', async () => {
    const lesson = await school.openLesson();
    await lesson.bring('owner', 'teacher');
    const first = await lesson.bring('member', 'student');
    const second = await lesson.bring('member', 'student');
    expect(await first.untilRoomGone()).toBe('homeroom:replaced');
    expect(second.rightOf(second.nick)).toMatchObject({ role: 'participant' });
  });

  it('the same pass twice is one presence too', async () => {
    const lesson = await school.openLesson();
    const jti = randomUUID();
    await lesson.bring('owner', 'teacher');
    const first = await lesson.connectAs('member', 'student', { jti });
    await first.enter(lesson.slug);
    const second = await lesson.connectAs('member', 'student', { jti });
    await second.enter(lesson.slug);
    expect(await first.untilRoomGone()).toBe('homeroom:replaced');
  });

  it('an organizer may be in with several devices', async () => {
    const lesson = await school.openLesson();
    const laptop = await lesson.bring('owner', 'teacher');
    await lesson.bring('owner', 'teacher');
    await expect(laptop.untilRoomGone(0, 500)).rejects.toThrow('in vain');
  }, 15_000);
});

describe('revocation', () => {
  it('puts out and disconnects whoever has that pass, and refuses it from then on', async () => {
    const lesson = await school.openLesson();
    const jti = randomUUID();
    await lesson.bring('owner', 'teacher');
    const student = await lesson.connectAs('member', 'student', { jti });
    await student.enter(lesson.slug);
    await school.homeroom().commands.revoke(lesson.slug, lesson.lessonId, 'student', [jti]);
    expect(await student.untilRoomGone()).toBe('homeroom:revoked');
    await until('the connection to be closed', () => !student.isOpen);
    await expect(lesson.connectAs('member', 'student', { jti })).rejects.toThrow(
      'homeroom:revoked',
    );
    // Another pass of the same person is another matter.
    await lesson.bring('member', 'student');
  });

  it("of an organizer's pass starts the grace time", async () => {
    const lesson = await school.openLesson({ graceSeconds: 2 });
    const jti = randomUUID();
    const teacher = await lesson.connectAs('owner', 'teacher', { jti });
    await teacher.enter(lesson.slug);
    const student = await lesson.bring('member', 'student');
    await school.homeroom().commands.revoke(lesson.slug, lesson.lessonId, 'teacher', [jti]);
    expect(await student.untilRoomGone()).toBe('homeroom:organizers-left');
  });
});

async function seenBy(teacher: Client, from: string, since: number): Promise<object> {
  const seen = await teacher.until(
    'the presence',
    ({ name, attrs }) => name === 'presence' && attrs['from'] === from,
    since,
  );
  return {
    nick: find(seen, 'nick')?.text,
    email: find(seen, 'email')?.text,
    identity: find(seen, 'identity')?.text,
    avatar: find(seen, 'avatar-url')?.text,
  };
}

describe('names', () => {
  const nothingElse = {
    nick: 'Name of student',
    email: undefined,
    identity: undefined,
    avatar: undefined,
  };

  it("others see the pass's name, whatever a client says of itself", async () => {
    const lesson = await school.openLesson();
    const teacher = await lesson.bring('owner', 'teacher');
    const student = await lesson.bring('member', 'student');
    expect(await seenBy(teacher, student.nick, 0)).toEqual(nothingElse);
    const since = teacher.received.length;
    student.send(
      $pres({ to: student.nick })
        .c('nick', { xmlns: ns.nick })
        .t('EVIL')
        .up()
        .c('email')
        .t('victim@school.test')
        .up()
        .c('avatar-url')
        .t('https://evil.test/')
        .up()
        .c('identity')
        .c('user')
        .c('id')
        .t('teacher'),
    );
    expect(await seenBy(teacher, student.nick, since)).toEqual(nothingElse);
  });

  it('in a message too', async () => {
    const lesson = await school.openLesson();
    const teacher = await lesson.bring('owner', 'teacher');
    const student = await lesson.bring('member', 'student');
    student.send(
      $msg({ to: lesson.roomJid, type: 'groupchat' })
        .c('nick', { xmlns: ns.nick })
        .t('EVIL')
        .up()
        .c('body')
        .t('hello'),
    );
    const message = await teacher.until('the message', (s) => find(s, 'body')?.text === 'hello');
    expect(find(message, 'nick')).toBeUndefined();
  });

  const disguises: [string, Builder][] = [
    ['another user id', $pres().c('userId').t('teacher')],
    ['another id for statistics', $pres().c('stats-id').t('teacher')],
    ['a telephone', $pres().c('jitsi_participant_features_jigasi').t('true')],
    ['a bot', $pres().c('bot', { type: 'jigasi' })],
    ['a status in words', $pres().c('status').t('I am the teacher')],
    ['a machine that dials in', $pres().c('features').c('feature', { var: jigasi })],
    ['a device that replaces another', $pres().c('flip_device')],
    ['a permission', $pres().c('permissions').c('p', { name: 'recording', val: 'true' })],
    [
      'a role inside something else',
      $pres()
        .c('jitsi_participant_x')
        .c('x', { xmlns: 'http://jabber.org/protocol/muc#user' })
        .c('item', { role: 'moderator', affiliation: 'owner' }),
    ],
    [
      'a hidden address inside something else',
      $pres()
        .c('features')
        .c('feature', { var: 'x' })
        .c('x', { xmlns: 'http://jabber.org/protocol/muc#user' })
        .c('item', { jid: 'x@recorder.meet.school.test/x' }),
    ],
  ];
  it.each(disguises)('nobody appears as %s', async (_, disguise) => {
    const lesson = await school.openLesson();
    const teacher = await lesson.bring('owner', 'teacher');
    const student = await lesson.bring('member', 'student');
    const since = teacher.received.length;
    disguise.tree().setAttribute('to', student.nick);
    student.send(disguise);
    const seen = await teacher.until(
      'the presence',
      ({ name, attrs }) => name === 'presence' && attrs['from'] === student.nick,
      since,
    );
    const own = seen.children.filter(({ attrs }) => attrs['xmlns'] !== mucUser);
    const texts = JSON.stringify(own.filter(({ name }) => name !== 'nick'));
    expect(texts).not.toMatch(/userId|stats-id|bot|status|jigasi|flip|permission|item/);
    expect(texts).not.toContain(mucUser);
    expect(teacher.rightOf(student.nick)).toMatchObject({ role: 'participant' });
  });

  it.each(['display-name', 'addresses', 'delay'])('no message carries a %s', async (name) => {
    const lesson = await school.openLesson();
    const teacher = await lesson.bring('owner', 'teacher');
    const student = await lesson.bring('member', 'student');
    student.send(
      $msg({ to: lesson.roomJid, type: 'groupchat' })
        .c(name, { xmlns: 'http://jitsi.org/protocol/display-name', source: 'visitor' })
        .t('Teacher')
        .up()
        .c('body')
        .t('hello'),
    );
    const message = await teacher.until('the message', (s) => find(s, 'body')?.text === 'hello');
    expect(find(message, name)).toBeUndefined();
  });

  it('nobody speaks as somebody else in subtitles', async () => {
    const lesson = await school.openLesson();
    const teacher = await lesson.bring('owner', 'teacher');
    const student = await lesson.bring('member', 'student');
    const subtitle = { type: 'transcription-result', participant: { id: 'x', name: 'Teacher' } };
    for (const to of [lesson.roomJid, teacher.nick]) {
      const since = student.received.length;
      student.send(jsonMessage(to, subtitle, to === lesson.roomJid ? 'groupchat' : 'chat'));
      await student.until('the refusal', ({ attrs }) => attrs['type'] === 'error', since);
    }
  });

  it('nobody speaks as somebody else in subtitles beside a text', async () => {
    const lesson = await school.openLesson();
    await lesson.bring('owner', 'teacher');
    const student = await lesson.bring('member', 'student');
    const subtitle = { type: 'transcription-result', participant: { id: 'x', name: 'Teacher' } };
    const since = student.received.length;
    student.send(jsonMessage(lesson.roomJid, subtitle, 'groupchat').up().c('body').t('hello'));
    const answer = await student.until('the answer', ({ name }) => name === 'message', since);
    expect(answer.attrs['type']).toBe('error');
  });

  it('what a client tells of its own media and hand is left alone', async () => {
    const lesson = await school.openLesson();
    const teacher = await lesson.bring('owner', 'teacher');
    const student = await lesson.bring('member', 'student');
    const since = teacher.received.length;
    student.send(
      $pres({ to: student.nick })
        .c('SourceInfo')
        .t('{"x-a0":{"muted":true}}')
        .up()
        .c('jitsi_participant_raisedHand')
        .t('1')
        .up()
        .c('features')
        .c('feature', { var: 'https://jitsi.org/meet/e2ee' }),
    );
    const seen = await teacher.until(
      'the presence',
      ({ name, attrs }) => name === 'presence' && attrs['from'] === student.nick,
      since,
    );
    expect(find(seen, 'SourceInfo')?.text).toBe('{"x-a0":{"muted":true}}');
    expect(find(seen, 'jitsi_participant_raisedHand')?.text).toBe('1');
    expect(find(seen, 'features', 'feature')?.attrs['var']).toContain('e2ee');
  });
});

async function resume(lesson: Lesson, client: Client, claims: object): Promise<'resumed' | 'new'> {
  const base = claimsOf({
    room: lesson.slug,
    lesson: lesson.lessonId,
    person: 'student',
    affiliation: 'member',
  });
  const token = await signPass({ ...base, ...claims }, school.keys.pass);
  return client.resume(token);
}

describe('a dropped connection', () => {
  it('is resumed with a fresh pass, at the same place, and replaces nobody', async () => {
    const lesson = await school.openLesson();
    const teacher = await lesson.bring('owner', 'teacher');
    const student = await lesson.connectAs('member', 'student', { resumable: true });
    await student.enter(lesson.slug);
    const { jid } = student;
    student.cut();
    const jti = randomUUID();
    expect(await resume(lesson, student, { jti })).toBe('resumed');
    expect(student.jid).toBe(jid);
    expect(teacher.rightOf(student.nick)).toMatchObject({ role: 'participant' });
    // The fresh pass counts now: voiding it puts the person out.
    await school.homeroom().commands.revoke(lesson.slug, lesson.lessonId, 'student', [jti]);
    expect(await student.untilRoomGone()).toBe('homeroom:revoked');
  });

  const others: [string, object][] = [
    ['another person', { context: { user: { id: 'other', name: 'O', affiliation: 'member' } } }],
    ['another right', { context: { user: { id: 'student', name: 'S', affiliation: 'owner' } } }],
  ];
  it.each(others)('is not resumed with a pass of %s, and stays where it is', async (_, claims) => {
    const lesson = await school.openLesson();
    const teacher = await lesson.bring('owner', 'teacher');
    const student = await lesson.connectAs('member', 'student', { resumable: true });
    await student.enter(lesson.slug);
    const { jid } = student;
    student.cut();
    await expect(resume(lesson, student, claims)).rejects.toThrow('homeroom:other-pass');
    expect(teacher.rightOf(student.nick)).toMatchObject({ role: 'participant' });
    expect(await resume(lesson, student, {})).toBe('resumed');
    expect(student.jid).toBe(jid);
  });

  /** Signs in by another connection's id, without resuming it. */
  async function connectBy(id: string, lesson: Lesson, person: string): Promise<Client> {
    const wanted = { room: lesson.slug, lesson: lesson.lessonId, person };
    const token = await school.pass({ ...wanted, affiliation: 'member' });
    const query = new URLSearchParams({ room: lesson.slug, token, previd: id });
    const { url } = school.options(`?${query.toString()}`);
    return school.connect(token, lesson.slug, { url });
  }

  it("gives nobody else the address of an organizer, nor an organizer's place", async () => {
    const lesson = await school.openLesson();
    const teacher = await lesson.connectAs('owner', 'teacher', { resumable: true });
    await teacher.enter(lesson.slug);
    const attempt = connectBy(teacher.resumptionId, lesson, 'student');
    await expect(attempt).rejects.toThrow('homeroom:other-pass');
    const student = await lesson.bring('member', 'student');
    expect(student.rightOf(teacher.nick)).toMatchObject({ affiliation: 'owner' });
    expect(teacher.isOpen).toBe(true);
  });

  it('that the same person joins by another is put out whole', async () => {
    const lesson = await school.openLesson();
    const teacher = await lesson.bring('owner', 'teacher');
    const student = await lesson.connectAs('member', 'student', { resumable: true });
    await student.enter(lesson.slug);
    const second = await connectBy(student.resumptionId, lesson, 'student');
    expect(await second.enter(lesson.slug)).toMatchObject({ kind: 'in', nick: student.nick });
    student.cut();
    await school.homeroom().commands.remove(lesson.slug, lesson.lessonId, 'student');
    expect(await second.untilRoomGone()).toBe('homeroom:removed');
    await teacher.until(
      'the occupant to be gone',
      ({ attrs }) => attrs['from'] === student.nick && attrs['type'] === 'unavailable',
    );
  });

  it('of an organizer counts as in until it is given up, then the grace time begins', async () => {
    const lesson = await school.openLesson({ graceSeconds: 2 });
    const teacher = await lesson.connectAs('owner', 'teacher', { resumable: true });
    await teacher.enter(lesson.slug);
    const student = await lesson.connectAs('member', 'student', { timeoutMs: 12_000 });
    await student.enter(lesson.slug);
    teacher.cut();
    await lesson.bring('member', 'late');
    expect(await student.untilRoomGone()).toBe('homeroom:organizers-left');
  }, 20_000);

  it('of a member who comes back with a new one leaves one presence', async () => {
    const lesson = await school.openLesson();
    const teacher = await lesson.bring('owner', 'teacher');
    const student = await lesson.connectAs('member', 'student', { resumable: true });
    await student.enter(lesson.slug);
    student.cut();
    const since = teacher.received.length;
    await lesson.bring('member', 'student');
    await teacher.until(
      'the older one to be gone',
      ({ attrs }) => attrs['from'] === student.nick && attrs['type'] === 'unavailable',
      since,
    );
  });
});
