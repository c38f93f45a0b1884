/** Who moderates: promises 3, 4 and 5, over XMPP. */
import type { Builder } from 'strophe.js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from './client.ts';
import {
  addBreakout,
  askForForm,
  blockAudio,
  configure,
  destroy,
  endForAll,
  invite,
  letSpeak,
  moderateAll,
  kick,
  muteRequest,
  register,
  setAffiliation,
  setMetadata,
  setRole,
  setSubject,
  shareVideo,
  startMuted,
  writeMetadata,
} from './actions.ts';
import { mainModules } from './config.ts';
import { type Lesson, openSchool, type School, until } from './school.ts';
import { find, refusalOf, type Stanza } from './stanza.ts';

const withoutTokenAffiliation = mainModules.filter((name) => name !== 'token_affiliation');

/** With each of the modules that may stand beside this one. */
const neighbours: [string, object][] = [
  ["with Jitsi's token_affiliation", {}],
  ['without token_affiliation', { mainModules: withoutTokenAffiliation }],
  ['with the older token_affiliation', { main: 'token_affiliation_style = "joined"' }],
];

describe.each(neighbours)('%s', (_, changes) => {
  let school: School;
  let lesson: Lesson;
  let teacher: Client;
  beforeAll(async () => {
    school = await openSchool(changes);
  }, 30_000);
  afterEach(() => school.clear());
  afterAll(() => school.stop());

  async function begin(rules: object = {}): Promise<void> {
    lesson = await school.openLesson(rules);
    teacher = await lesson.bring('owner', 'teacher');
  }

  async function promoted(person: string): Promise<Client> {
    const client = await lesson.bring('member', person);
    expect(await teacher.askFor(setAffiliation(lesson.roomJid, client.jid, 'owner'))).toBe(
      'result',
    );
    await untilRight(client, 'moderator', 'owner');
    return client;
  }

  /** Waits until the teacher has seen that right. */
  async function untilRight(of: Client, role: string, affiliation: string): Promise<void> {
    await until(`${role}/${affiliation}`, () => {
      const right = teacher.rightOf(of.nick);
      return right?.role === role && right.affiliation === affiliation;
    });
  }

  it('an organizer is owner and moderator, a member is neither', async () => {
    await begin();
    const student = await lesson.bring('member', 'student');
    expect(student.rightOf(teacher.nick)).toEqual({ role: 'moderator', affiliation: 'owner' });
    await untilRight(student, 'participant', 'member');
  });

  it('an organizer who comes back on a new connection moderates again', async () => {
    await begin();
    teacher.close();
    const again = await lesson.connectAs('owner', 'teacher');
    expect(await again.enter(lesson.slug)).toMatchObject({ role: 'moderator' });
  });

  it('a colleague with a member pass is a plain member', async () => {
    await begin();
    const colleague = await lesson.connectAs('member', 'colleague');
    expect(await colleague.enter(lesson.slug)).toMatchObject({
      role: 'participant',
      affiliation: 'member',
    });
  });

  it("refuses jicofo's automatic owner", async () => {
    await begin();
    const student = await lesson.bring('member', 'student');
    const why = await school.focus().giveOwner(lesson.roomJid, student.jid);
    expect(why).toBe('auth/forbidden');
    expect(teacher.rightOf(student.nick)).toMatchObject({ affiliation: 'member' });
  });

  it('a promoted member moderates, comes back as moderator, and not in the next lesson', async () => {
    await begin();
    const helper = await promoted('helper');
    helper.close();
    const again = await lesson.connectAs('member', 'helper');
    expect(await again.enter(lesson.slug)).toMatchObject({
      role: 'moderator',
      affiliation: 'owner',
    });
    await until('the role to have settled', () => {
      const right = teacher.rightOf(again.nick);
      return right?.role === 'moderator' && right.affiliation === 'owner';
    });
    await school.homeroom().commands.end(lesson.slug, lesson.lessonId, 'ended-by-organizer');
    await begin({ slug: lesson.slug });
    const next = await lesson.connectAs('member', 'helper');
    expect(await next.enter(lesson.slug)).toMatchObject({ role: 'participant' });
  });

  it('who is promoted by an address that they have just left moderates where they are', async () => {
    await begin();
    const old = await lesson.bring('member', 'helper');
    const helper = await lesson.bring('member', 'helper');
    const promote = setAffiliation(lesson.roomJid, old.jid, 'owner');
    expect(await teacher.askFor(promote)).toBe('result');
    await untilRight(helper, 'moderator', 'owner');
    await teacher.askFor(setAffiliation(lesson.roomJid, old.jid, 'member'));
    await untilRight(helper, 'participant', 'member');
  });

  it('tells Homeroom of promoting and demoting', async () => {
    await begin();
    const helper = await promoted('helper');
    await school.untilEvent((e) => e.kind === 'promoted' && e.lessonId === lesson.lessonId);
    await teacher.askFor(setAffiliation(lesson.roomJid, helper.jid, 'member'));
    await untilRight(helper, 'participant', 'member');
    await school.untilEvent((e) => e.kind === 'demoted' && e.lessonId === lesson.lessonId);
    helper.close();
    const again = await lesson.connectAs('member', 'helper');
    expect(await again.enter(lesson.slug)).toMatchObject({ role: 'participant' });
  });

  it('a right that was lost while away is not there on coming back on the same connection', async () => {
    await begin();
    const { commands } = school.homeroom();
    const helper = await promoted('helper');
    await commands.remove(lesson.slug, lesson.lessonId, 'helper');
    await helper.untilRoomGone();
    await commands.readmit(lesson.slug, lesson.lessonId, 'helper');
    expect(await helper.enter(lesson.slug)).toMatchObject({
      role: 'participant',
      affiliation: 'member',
    });
  });

  it('leaving and coming back on the same connection leaks no role', async () => {
    await begin();
    const helper = await promoted('helper');
    await teacher.askFor(setAffiliation(lesson.roomJid, helper.jid, 'member'));
    helper.leave(lesson.roomJid);
    await school.untilEvent((e) => e.kind === 'left' && e.lessonId === lesson.lessonId);
    expect(await helper.join(lesson.roomJid)).toMatchObject({
      role: 'participant',
      affiliation: 'member',
    });
  });
});

describe('where promotion is switched off', () => {
  it('not even an organizer makes a moderator', async () => {
    const school = await openSchool();
    try {
      const lesson = await school.openLesson({ allowsPromotion: false });
      const teacher = await lesson.bring('owner', 'teacher');
      const student = await lesson.bring('member', 'student');
      const why = await teacher.askFor(setAffiliation(lesson.roomJid, student.jid, 'owner'));
      expect(why).toBe('auth/forbidden');
    } finally {
      await school.stop();
    }
  }, 30_000);
});

describe('what only organizers may do', () => {
  let school: School;
  beforeAll(async () => {
    school = await openSchool();
  }, 30_000);
  afterEach(() => school.clear());
  afterAll(() => school.stop());

  type Cast = {
    lesson: Lesson;
    teacher: Client;
    helper: Client;
    student: Client;
    other: Client;
  };

  async function cast(): Promise<Cast> {
    const lesson = await school.openLesson();
    const teacher = await lesson.bring('owner', 'teacher');
    const helper = await lesson.bring('member', 'helper');
    const student = await lesson.bring('member', 'student');
    const other = await lesson.bring('member', 'other');
    await teacher.askFor(setAffiliation(lesson.roomJid, helper.jid, 'owner'));
    return { lesson, teacher, helper, student, other };
  }

  const focusJid = (): string => school.focus().client.jid;

  /** The deed, and who is not refused. */
  const actions: [string, (who: Cast) => Builder][] = [
    ['promote a member', (c) => setAffiliation(c.lesson.roomJid, c.other.jid, 'owner')],
    ['make an administrator', (c) => setAffiliation(c.lesson.roomJid, c.other.jid, 'admin')],
    ['ban a member', (c) => setAffiliation(c.lesson.roomJid, c.other.jid, 'outcast')],
    ['demote the organizer', (c) => setAffiliation(c.lesson.roomJid, c.teacher.jid, 'member')],
    ['ban the organizer', (c) => setAffiliation(c.lesson.roomJid, c.teacher.jid, 'outcast')],
    ['kick the organizer', (c) => kick(c.lesson.roomJid, c.teacher.nick)],
    ['silence the organizer', (c) => setRole(c.lesson.roomJid, c.teacher.nick, 'visitor')],
    ['give the role of moderator', (c) => setRole(c.lesson.roomJid, c.other.nick, 'moderator')],
    ['set a password', (c) => configure(c.lesson.roomJid, 'muc#roomconfig_roomsecret', 'x')],
    ['lock the room', (c) => configure(c.lesson.roomJid, 'muc#roomconfig_membersonly', '1')],
    ['read the form', (c) => askForForm(c.lesson.roomJid)],
    ['destroy the room', (c) => destroy(c.lesson.roomJid)],
    ['register in the room', (c) => register(c.lesson.roomJid)],
    [
      'mute the organizer by the room',
      (c) => muteRequest(`${c.lesson.roomJid}/focus`, c.teacher.nick),
    ],
    ['mute the organizer by jicofo itself', (c) => muteRequest(focusJid(), c.teacher.nick)],
  ];

  describe.each(['helper', 'student'] as const)('a promoted person or a member: the %s', (who) => {
    it.each(actions)('may not %s', async (_, action) => {
      const people = await cast();
      expect(await people[who].askFor(action(people))).toMatch(
        /^(auth\/forbidden|cancel\/not-allowed)/,
      );
      expect(people.teacher.rightOf(people.teacher.nick)).toEqual({
        role: 'moderator',
        affiliation: 'owner',
      });
    });

    const messages: [string, (who: Cast) => Builder][] = [
      ['end the lesson for all', () => endForAll()],
      ['configure by metadata', () => setMetadata()],
      [
        "configure by metadata as Jitsi's client writes it",
        (c) => writeMetadata(c.lesson.roomJid, 'startMuted', { audio: true }),
      ],
      ['change the subject', (c) => setSubject(c.lesson.roomJid, 'EVIL')],
      ['close all microphones', () => moderateAll('true')],
      ['open all microphones', () => moderateAll('false')],
      ['make a breakout room', () => addBreakout('one')],
      ["block the organizer's microphone", (c) => blockAudio(c.teacher.nick)],
      ['let somebody in from the lobby', (c) => invite(c.lesson.roomJid, c.other.jid)],
    ];
    it.each(messages)('may not %s', async (_, action) => {
      const people = await cast();
      const since = people[who].received.length;
      people[who].send(action(people));
      const answer = await people[who].until(
        'the refusal',
        ({ name, attrs }) => name === 'message' && attrs['type'] === 'error',
        since,
      );
      expect(refusalOf(answer)).toBe('auth/forbidden: homeroom:organizers-only');
    });
  });

  it('an organizer changes the subject, metadata and moderation, and all are told', async () => {
    const { lesson, teacher, student } = await cast();
    const since = student.received.length;
    teacher.send(setSubject(lesson.roomJid, 'Fractions'));
    teacher.send(writeMetadata(lesson.roomJid, 'startMuted', { audio: true }));
    teacher.send(moderateAll('true'));
    const hears = (text: string): Promise<unknown> =>
      student.until(text, ({ children }) => JSON.stringify(children).includes(text), since);
    await Promise.all(['Fractions', 'room_metadata', 'av_moderation'].map(hears));
  });

  it.each(['helper', 'student'] as const)(
    'the policy that newcomers start muted is not changed by the presence of the %s',
    async (who) => {
      const { lesson, teacher, other, ...people } = await cast();
      people[who].send(startMuted(people[who].nick));
      teacher.send(startMuted(teacher.nick));
      await other.until('the policy', ({ children }) =>
        JSON.stringify(children).includes('startMuted'),
      );
      const policies = other.received.filter((stanza) => find(stanza, 'startmuted'));
      expect(policies.map(({ attrs }) => attrs['from'])).toEqual([teacher.nick]);
      expect(lesson.roomJid).toContain(lesson.slug);
    },
  );

  it.each(['helper', 'student'] as const)(
    'a video that everybody has to load, or whose end hides somebody, is not shared by the %s',
    async (who) => {
      const { teacher, other, ...people } = await cast();
      people[who].send(shareVideo(people[who].nick, 'start', 'dQw4w9WgXcQ'));
      people[who].send(shareVideo(people[who].nick, 'stop', teacher.nick.split('/')[1] ?? ''));
      await people[who].askFor(askForForm(teacher.nick.split('/')[0] ?? ''));
      teacher.send(shareVideo(teacher.nick, 'start', 'abc'));
      const isShared = (stanza: Stanza): boolean => find(stanza, 'shared-video') !== undefined;
      await other.until('the video', isShared);
      expect(other.received.filter(isShared).map(({ attrs }) => attrs['from'])).toEqual([
        teacher.nick,
      ]);
    },
  );

  it('a promoted person lets single members speak', async () => {
    const { helper, other } = await cast();
    const since = other.received.length;
    helper.send(letSpeak(other.nick));
    await other.until(
      'the permission',
      ({ children }) => JSON.stringify(children).includes('approved'),
      since,
    );
  });

  it('a promoted person may remove a member, who may come back', async () => {
    const { lesson, helper, other } = await cast();
    expect(await helper.askFor(kick(lesson.roomJid, other.nick))).toBe('result');
    await school.untilEvent((e) => e.kind === 'left' && e.lessonId === lesson.lessonId);
    expect((await other.join(lesson.roomJid)).kind).toBe('in');
    await lesson.connectAs('member', 'other');
  });

  it('a promoted person may not remove another', async () => {
    const { lesson, teacher, helper, other } = await cast();
    await teacher.askFor(setAffiliation(lesson.roomJid, other.jid, 'owner'));
    expect(await helper.askFor(kick(lesson.roomJid, other.nick))).toBe('auth/forbidden');
  });

  it('a member may not remove anybody', async () => {
    const { lesson, student, other } = await cast();
    expect(await student.askFor(kick(lesson.roomJid, other.nick))).toMatch(/^(auth|cancel)\//);
  });

  it('members can still be muted by a moderator', async () => {
    const { lesson, helper, student } = await cast();
    // Nothing here answers it, so it is seen to arrive.
    const since = school.focus().client.received.length;
    helper.ask(muteRequest(`${lesson.roomJid}/focus`, student.nick)).catch(() => undefined);
    await school
      .focus()
      .client.until('the request', (s) => s.children.some((c) => c.name === 'mute'), since);
  });

  it('a password that an organizer has set keeps no organizer out, but members', async () => {
    const { lesson, teacher, student } = await cast();
    const set = configure(lesson.roomJid, 'muc#roomconfig_roomsecret', 'sesame');
    expect(await teacher.askFor(set)).toBe('result');
    teacher.close();
    const again = await lesson.connectAs('owner', 'teacher');
    expect(await again.enter(lesson.slug)).toMatchObject({ kind: 'in', role: 'moderator' });
    student.close();
    const back = await lesson.connectAs('member', 'student');
    expect(await back.enter(lesson.slug)).toMatchObject({ why: 'auth/not-authorized' });
    const seen = again.received.filter(({ name }) => name === 'presence');
    expect(JSON.stringify(seen)).not.toContain('sesame');
  });

  it('an organizer may configure the room, lock it, and still come back in', async () => {
    const { lesson, teacher } = await cast();
    const lock = configure(lesson.roomJid, 'muc#roomconfig_membersonly', '1');
    expect(await teacher.askFor(lock)).toBe('result');
    teacher.close();
    const again = await lesson.connectAs('owner', 'teacher');
    expect(await again.enter(lesson.slug)).toMatchObject({ kind: 'in', role: 'moderator' });
  });
});
