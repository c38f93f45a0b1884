/** Who gets in: promises 1, 2 and 6, tried by hand over XMPP. */
import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { $pres } from 'strophe.js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from './client.ts';
import { domain, hosts } from './config.ts';
import { claimsOf, signPass } from './passes.ts';
import { type Lesson, openSchool, type School, until } from './school.ts';

const recorder = 'recorder@auth.meet.school.test';

let school: School;
beforeAll(async () => {
  school = await openSchool({
    global: `homeroom_recorders = { "${recorder}" }`,
    main: `token_verification_allowlist = { "${recorder}" }`,
  });
}, 30_000);
afterEach(() => school.clear());
afterAll(() => school.stop());

/** A token that says about a lesson what a pass says, but for the changes. */
function tokenFor(lesson: Lesson, changes: object, secret = school.keys.pass): Promise<string> {
  const { slug: room, lessonId } = lesson;
  const claims = claimsOf({ room, lesson: lessonId, person: 'somebody', affiliation: 'owner' });
  return signPass({ ...claims, ...changes }, secret);
}

describe('a lesson with its organizer in', () => {
  it('has its organizer as moderator and others as members', async () => {
    const lesson = await school.openLesson();
    const teacher = await lesson.connectAs('owner', 'teacher');
    expect(await teacher.enter(lesson.slug)).toMatchObject({
      kind: 'in',
      role: 'moderator',
      affiliation: 'owner',
    });
    const student = await lesson.connectAs('member', 'student');
    expect(await student.enter(lesson.slug)).toMatchObject({
      kind: 'in',
      role: 'participant',
      affiliation: 'member',
    });
  });

  it('tells Homeroom who is in', async () => {
    const lesson = await school.openLesson();
    const jti = randomUUID();
    const teacher = await lesson.connectAs('owner', 'teacher', { jti });
    await teacher.enter(lesson.slug);
    const entered = await school.untilEvent(
      (e) => e.kind === 'entered' && e.lessonId === lesson.lessonId,
    );
    expect(entered).toMatchObject({
      slug: lesson.slug,
      occupant: {
        personId: 'teacher',
        passId: jti,
        affiliation: 'owner',
        isPromoted: false,
        breakoutId: null,
      },
    });
    teacher.leave(lesson.roomJid);
    await school.untilEvent((e) => e.kind === 'left' && e.lessonId === lesson.lessonId);
  });
});

const now = (): number => Math.floor(Date.now() / 1_000);

function byPattern(lesson: Lesson): Promise<string> {
  const { slug: room, lessonId } = lesson;
  const claims = claimsOf({ room, lesson: lessonId, person: 'p', affiliation: 'owner' });
  return tokenFor(lesson, { context: { ...claims.context, room: { regex: true } } });
}

async function unsigned(lesson: Lesson): Promise<string> {
  const [, body] = (await tokenFor(lesson, {})).split('.');
  const head = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url');
  return `${head}.${body}.AAAA`;
}

describe('at sign-in, refused', () => {
  const cases: [string, string, (lesson: Lesson) => Promise<string | undefined>][] = [
    ['no pass', 'token required', async () => undefined],
    ['garbage', 'Invalid token', async () => 'garbage'],
    [
      'a pass signed by somebody else',
      'Invalid signature',
      (lesson) => tokenFor(lesson, {}, 'x'.repeat(48)),
    ],
    ['a pass without a signature', 'Invalid or incorrect alg', unsigned],
    ['an expired pass', 'Not acceptable by exp', (l) => tokenFor(l, { exp: now() - 5 })],
    ['a pass from the future', 'Not acceptable by nbf', (l) => tokenFor(l, { nbf: now() + 60 })],
    ['a pass of another issuer', "invalid 'iss' claim", (l) => tokenFor(l, { iss: 'other' })],
    ['a pass for another audience', "invalid 'aud' claim", (l) => tokenFor(l, { aud: 'other' })],
    ['a list of audiences', "invalid 'aud' claim", (l) => tokenFor(l, { aud: ['homeroom'] })],
    // Jitsi takes these.
    ['a pass that never ends', 'homeroom:no-pass', (l) => tokenFor(l, { exp: undefined })],
    ['a token for any room', 'homeroom:no-pass', (l) => tokenFor(l, { room: '*' })],
    ['a room by pattern', 'homeroom:no-pass', byPattern],
    ['a token without a lesson', 'homeroom:no-pass', (l) => tokenFor(l, { lesson: undefined })],
    ['a token without a jti', 'homeroom:no-pass', (l) => tokenFor(l, { jti: undefined })],
    ['a token without a person', 'homeroom:no-pass', (l) => tokenFor(l, { context: {} })],
    ['a room in capitals', 'homeroom:no-pass', (l) => tokenFor(l, { room: 'MATHE' })],
    ['a lesson that is not open', 'homeroom:lesson-over', (l) => tokenFor(l, { lesson: 'other' })],
    ['a room without a lesson', 'homeroom:lesson-over', (l) => tokenFor(l, { room: 'nowhere' })],
  ];

  it.each(cases)('%s: %s', async (_, why, token) => {
    const lesson = await school.openLesson();
    await expect(school.connect(await token(lesson), lesson.slug)).rejects.toThrow(why);
  });

  it("last lesson's owner pass", async () => {
    const lesson = await school.openLesson();
    const pass = await tokenFor(lesson, {});
    await school.homeroom().commands.end(lesson.slug, lesson.lessonId, 'ended-by-organizer');
    await school.openLesson({ slug: lesson.slug });
    await expect(school.connect(pass, lesson.slug)).rejects.toThrow('homeroom:lesson-over');
  });

  it('a pass that another token maker signed with the same secret', async () => {
    const lesson = await school.openLesson();
    const token = await new SignJWT({
      room: lesson.slug,
      sub: '*',
      context: { user: { id: 'x', name: 'X', moderator: true } },
    })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setIssuer('homeroom')
      .setAudience('homeroom')
      .setExpirationTime('1h')
      .sign(new TextEncoder().encode(school.keys.pass));
    await expect(school.connect(token, lesson.slug)).rejects.toThrow('homeroom:no-pass');
  });
});

describe('without an organizer in', () => {
  it('a member waits, nothing arises, and the member enters when the organizer is in', async () => {
    const lesson = await school.openLesson();
    const student = await lesson.connectAs('member', 'student');
    const entering = student.enter(lesson.slug);
    expect(await student.askFor(student.conferenceRequest(lesson.roomJid))).toBe(
      'auth/not-authorized: homeroom:waiting',
    );
    expect(school.focus().asked).not.toContain(lesson.roomJid);
    await lesson.bring('owner', 'teacher');
    expect(await entering).toMatchObject({ kind: 'in', role: 'participant' });
  });

  it('twenty members get in within seconds of the organizer', async () => {
    const lesson = await school.openLesson();
    const students = await Promise.all(
      // Three a second, by mod_muc_rate_limit.
      Array.from({ length: 20 }, (_, i) =>
        lesson.connectAs('member', `student-${i}`, { timeoutMs: 20_000 }),
      ),
    );
    const entering = students.map((student) => student.enter(lesson.slug));
    await lesson.bring('owner', 'teacher');
    const entries = await Promise.all(entering);
    expect(entries.map(({ kind }) => kind)).toEqual(students.map(() => 'in'));
  }, 30_000);

  it('a member cannot bring the room to life by joining it', async () => {
    const lesson = await school.openLesson();
    const student = await lesson.connectAs('member', 'student');
    expect(await student.join(lesson.roomJid)).toMatchObject({
      kind: 'refused',
      why: 'cancel/not-allowed: homeroom:waiting',
    });
  });

  it('not even an organizer creates it without the focus', async () => {
    const lesson = await school.openLesson();
    const teacher = await lesson.connectAs('owner', 'teacher');
    expect((await teacher.join(lesson.roomJid)).kind).toBe('refused');
  });

  it('a member is refused in a room where only the focus is', async () => {
    const lesson = await school.openLesson();
    const teacher = await lesson.connectAs('owner', 'teacher');
    expect(await teacher.askFor(teacher.conferenceRequest(lesson.roomJid))).toBe('result');
    const student = await lesson.connectAs('member', 'student');
    expect(await student.join(lesson.roomJid)).toMatchObject({
      why: 'cancel/not-allowed: homeroom:waiting',
    });
  });
});

async function inLesson(): Promise<[Lesson, Client]> {
  const lesson = await school.openLesson();
  await lesson.bring('owner', 'teacher');
  return [lesson, await lesson.bring('member', 'student')];
}

describe('a request for a conference', () => {
  it('for another room is refused for good', async () => {
    const [, student] = await inLesson();
    const other = await school.openLesson();
    const request = student.conferenceRequest(other.roomJid);
    expect(await student.askFor(request)).toBe('cancel/not-allowed: homeroom:wrong-room');
    expect(school.focus().asked).not.toContain(other.roomJid);
  });

  it.each([
    ["the focus's real address", () => school.focus().client.jid],
    ["the focus's account", () => school.focus().client.jid.split('/')[0] ?? ''],
    ['another address of the component', () => `somebody@${hosts.focus}`],
    ['an address of the component with a resource', () => `${hosts.focus}/x`],
  ])('to %s does not get past the gate', async (_, to) => {
    const lesson = await school.openLesson();
    const student = await lesson.connectAs('member', 'student');
    const asked = school.focus().asked.length;
    const why = await student.askFor(student.conferenceRequest(lesson.roomJid, to()));
    expect(why).toMatch(/^auth\//);
    expect(school.focus().asked.length).toBe(asked);
  });

  it("through the focus's nickname in a room is refused", async () => {
    const [lesson, student] = await inLesson();
    const other = await school.openLesson();
    const to = `${lesson.roomJid}/focus`;
    const why = await student.askFor(student.conferenceRequest(other.roomJid, to));
    expect(why).toBe('auth/forbidden: homeroom:not-here');
    expect(school.focus().asked).not.toContain(other.roomJid);
  });

  it('by the focus itself opens no room without a lesson', async () => {
    const entry = await school.focus().client.join(`nowhere@${hosts.main}`, 'focus');
    expect(entry).toMatchObject({ why: 'cancel/not-allowed: homeroom:lesson-over' });
  });

  it("lets jicofo's health check have its room", async () => {
    const entry = await school
      .focus()
      .client.join(`__jicofo-health-check-1@${hosts.main}`, 'focus');
    expect(entry.kind).toBe('in');
    school
      .focus()
      .client.send(
        $pres({ to: `__jicofo-health-check-1@${hosts.main}/focus`, type: 'unavailable' }),
      );
  });
});

describe('in a room that is open to others', () => {
  it('a pass of another room is refused', async () => {
    const lesson = await school.openLesson();
    await lesson.bring('owner', 'teacher');
    const other = await school.openLesson();
    const stranger = await other.connectAs('owner', 'stranger');
    expect((await stranger.join(lesson.roomJid)).kind).toBe('refused');
  });

  it.each(['focus', 'x/focus', 'x focus'])('nobody may be called %s', async (nick) => {
    const lesson = await school.openLesson();
    await lesson.bring('owner', 'teacher');
    const student = await lesson.connectAs('member', 'student');
    expect((await student.join(lesson.roomJid, nick)).kind).toBe('refused');
  });

  it('nobody changes the nickname', async () => {
    const lesson = await school.openLesson();
    await lesson.bring('owner', 'teacher');
    const student = await lesson.bring('member', 'student');
    expect(await student.join(lesson.roomJid, 'other')).toMatchObject({ kind: 'refused' });
  });

  it('a room of the same name under a tenant stays closed', async () => {
    const lesson = await school.openLesson();
    const teacher = await lesson.bring('owner', 'teacher');
    const why = await teacher.askFor(
      teacher.conferenceRequest(`[tenant]${lesson.slug}@${hosts.main}`),
    );
    expect(why).toMatch(/^cancel\/not-allowed/);
  });
});

describe('closed to newcomers', () => {
  it('keeps new members out, not organizers and not who was in', async () => {
    const lesson = await school.openLesson();
    await lesson.bring('owner', 'teacher');
    const early = await lesson.bring('member', 'early');
    await school.homeroom().commands.closeToNewcomers(lesson.slug, lesson.lessonId, true);
    const late = await lesson.connectAs('member', 'late');
    expect(await late.enter(lesson.slug)).toMatchObject({
      kind: 'refused',
      why: 'cancel/not-allowed: homeroom:closed',
    });
    early.close();
    await lesson.bring('member', 'early');
    await lesson.bring('owner', 'second-teacher');
    await school.homeroom().commands.closeToNewcomers(lesson.slug, lesson.lessonId, false);
    expect((await late.enter(lesson.slug)).kind).toBe('in');
  });
});

describe('a recorder', () => {
  it('comes in while an organizer is in, and counts as nobody', async () => {
    const lesson = await school.openLesson({ graceSeconds: 2 });
    const account = { jid: recorder, password: 'recorder-password' };
    const machine = await school.connectAccount(account);
    const teacher = await lesson.connectAs('owner', 'teacher');
    await teacher.askFor(teacher.conferenceRequest(lesson.roomJid));
    expect(await machine.join(lesson.roomJid, 'recorder')).toMatchObject({
      why: 'cancel/not-allowed: homeroom:waiting',
    });
    await teacher.join(lesson.roomJid);
    expect((await machine.join(lesson.roomJid, 'recorder')).kind).toBe('in');
    teacher.close();
    expect(await machine.untilRoomGone()).toBe('homeroom:organizers-left');
  });
});

it('counts nobody twice: who entered has left when everybody is gone', async () => {
  const lesson = await school.openLesson();
  const teacher = await lesson.bring('owner', 'teacher');
  await lesson.bring('member', 'student');
  school.clear();
  expect(teacher.isOpen).toBe(false);
  const of = (kind: string): number =>
    school.events.filter(
      (e) => e.kind === kind && 'lessonId' in e && e.lessonId === lesson.lessonId,
    ).length;
  await until('both to have left', () => of('entered') === 2 && of('left') === 2);
});

/** Signs in over BOSH (XEP-0124), by hand; what the server answered. */
async function signInOverBosh(room: string, token?: string): Promise<string> {
  const query = new URLSearchParams({ room, ...(token ? { token } : {}) });
  const at = `http://127.0.0.1:${school.prosody.port}/http-bind?${query.toString()}`;
  const xmlns = 'xmlns="http://jabber.org/protocol/httpbind"';
  const post = async (attributes: string, inside = ''): Promise<string> => {
    const body = `<body ${xmlns} ${attributes}>${inside}</body>`;
    return (await fetch(at, { method: 'POST', body })).text();
  };
  const opened = await post(`to="${domain}" rid="1" wait="5" hold="1" xml:lang="en"`);
  const sid = /sid=['"]([^'"]+)/.exec(opened)?.[1] ?? '';
  const sasl = 'xmlns="urn:ietf:params:xml:ns:xmpp-sasl"';
  return post(`sid="${sid}" rid="2"`, `<auth ${sasl} mechanism="ANONYMOUS"/>`);
}

describe('over BOSH', () => {
  it('a pass signs in', async () => {
    const lesson = await school.openLesson();
    expect(await signInOverBosh(lesson.slug, await tokenFor(lesson, {}))).toContain('<success');
  });

  it.each([
    ['no pass', 'token required', async () => undefined],
    [
      'a lesson that is not open',
      'homeroom:lesson-over',
      (l: Lesson) => tokenFor(l, { lesson: 'x' }),
    ],
  ])('%s is refused', async (_, why, token) => {
    const lesson = await school.openLesson();
    const answer = await signInOverBosh(lesson.slug, await token(lesson));
    expect(answer).toContain('<failure');
    expect(answer).toContain(why);
  });
});
