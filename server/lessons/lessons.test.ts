/** Lessons in a whole Homeroom: what organizers do, what the meeting side reports, and time. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Slug } from '../contract/ids.ts';
import { apiPaths } from '../contract/paths.ts';
import { Problem } from '../contract/problem.ts';
import { RoomView } from '../contract/room.ts';
import { ids } from '../contract/testing/ids.ts';
import { openSchool, type School } from '../testing/school.ts';
import type { Visitor } from '../testing/visitor.ts';
import { Session } from '../contract/session.ts';

const minute = 60_000;
const hour = 60 * minute;

let school: School;
let ada: Visitor;
let finn: Visitor;
let slug: Slug;

beforeEach(async () => {
  school = await openSchool();
  ada = await school.signIn('ada');
  finn = await school.signIn('finn');
  ({ slug } = await school.createRoom(ada, 'Maths', ['7a']));
});
afterEach(() => school.close());

const lessonOf = async (visitor: Visitor) => {
  const { body } = await visitor.ask('GET', apiPaths.room(slug));
  return RoomView.parse(body).lesson;
};
const passFor = async (visitor: Visitor) => {
  const { status, body } = await visitor.ask('POST', apiPaths.pass(slug), {});
  return status === 201 ? 'a pass' : Problem.parse(body).code;
};
const act = (action: Parameters<typeof apiPaths.lessonAction>[1], body: object = {}) =>
  ada.ask('POST', apiPaths.lessonAction(slug, action), body);
const commands = () => school.meeting.heard.map(({ kind }) => kind);
/** What the meeting side was told last; it is told once the answer is written. */
const lastCommand = (expected: object) =>
  expect.poll(() => school.meeting.heard.at(-1)).toMatchObject(expected);
const idOf = async (visitor: Visitor) => {
  const { body } = await visitor.ask('GET', apiPaths.session);
  return Session.parse(body).person.id;
};

/** The organizer's browser is gone. */
async function adaLeaves(): Promise<void> {
  const [occupant] = await school.db.selectFrom('lessonOccupant').selectAll().execute();
  if (!occupant) throw new Error('nobody is in');
  const { occupantId, personId, lessonId } = occupant;
  await school.meeting.report({
    kind: 'left',
    slug: slug,
    lessonId,
    at: school.now(),
    occupantId,
    personId,
  });
}

describe('starting', () => {
  it('tells the meeting side before anybody has a pass', async () => {
    expect(await passFor(ada)).toBe('lesson-not-running');
    await ada.ask('POST', apiPaths.lesson(slug), {});
    expect(commands()).toEqual(['open']);
    expect(await passFor(ada)).toBe('a pass');
  });

  it('lets members in once an organizer is in, and no sooner', async () => {
    await ada.ask('POST', apiPaths.lesson(slug), {});
    expect(await passFor(finn)).toBe('lesson-not-running');
    await school.enter(ada, slug);
    expect(await passFor(finn)).toBe('a pass');
  });

  it('twice at once is one lesson', async () => {
    await Promise.all([1, 2, 3].map(() => ada.ask('POST', apiPaths.lesson(slug), {})));
    expect(commands()).toEqual(['open']);
    expect(await school.db.selectFrom('lesson').select('id').execute()).toHaveLength(1);
  });

  it('is refused in words while the meeting side is not healthy, and leaves nothing behind', async () => {
    school.meeting.setHealth({ isHealthy: false, cause: 'mod_homeroom is silent' });
    const { status, body, text } = await ada.ask('POST', apiPaths.lesson(slug), {});
    expect([status, Problem.parse(body).code]).toEqual([503, 'meeting-server-not-ready']);
    expect(text).not.toContain('mod_homeroom');
    expect(await lessonOf(ada)).toBeNull();
  });

  it('that is not possible stands in the log, with the cause, and when it is again', async () => {
    school.meeting.setHealth({ isHealthy: false, cause: 'mod_homeroom is silent' });
    await school.app.tick();
    await school.app.tick();
    school.meeting.setHealth({ isHealthy: true, at: school.now() });
    await school.app.tick();
    const said = school.logged.filter(({ message }) => message.includes('opened'));
    expect(said).toEqual([
      { fields: { cause: 'mod_homeroom is silent' }, message: 'no lesson can be opened' },
      { fields: {}, message: 'lessons can be opened again' },
    ]);
  });

  it('that the meeting side does not take opens nothing', async () => {
    school.meeting.breakCommand('open');
    const { status } = await ada.ask('POST', apiPaths.lesson(slug), {});
    expect(status).toBe(503);
    expect(await passFor(ada)).toBe('lesson-not-running');
    expect(await lessonOf(ada)).toMatchObject({ state: 'ended' });
  });

  it('goes on in a running lesson while the meeting side is not healthy', async () => {
    await school.startLesson(ada, slug);
    school.meeting.setHealth({ isHealthy: false, cause: 'gone' });
    expect(await passFor(finn)).toBe('a pass');
  });

  it('needs a sign-in of the last eight hours', async () => {
    for (let passed = 0; passed <= 8; passed += 1) {
      await ada.ask('POST', apiPaths.activity, {});
      school.pass(hour);
    }
    const { status, headers, body } = await ada.ask('POST', apiPaths.lesson(slug), {});
    expect([status, Problem.parse(body).code]).toEqual([401, 'recent-sign-in-required']);
    expect(headers.get('www-authenticate')).toContain('max_age=28800');
  });
});

describe('ending', () => {
  it('that nobody came to ends by itself', async () => {
    await ada.ask('POST', apiPaths.lesson(slug), {});
    school.pass(5 * minute);
    await school.app.tick();
    expect(await lessonOf(ada)).toMatchObject({ state: 'ended' });
    await lastCommand({ kind: 'end', slug, reason: 'nobody-came' });
  });

  it('after the last organizer left: grace for who was in, nobody new, then the end', async () => {
    await school.startLesson(ada, slug);
    await school.enter(finn, slug);
    await adaLeaves();
    expect(await lessonOf(finn)).toMatchObject({ state: 'ending', wasIn: true });
    expect(await passFor(finn)).toBe('a pass');
    const gul = await school.signIn('gul');
    expect(await lessonOf(gul)).toMatchObject({ state: 'ending', wasIn: false });
    expect(await passFor(gul)).toBe('lesson-not-running');
    school.pass(2 * minute);
    await school.app.tick();
    expect(await lessonOf(finn)).toMatchObject({ state: 'ended' });
    expect(await passFor(ada)).toBe('lesson-not-running');
  });

  it('does not come when an organizer is back in time', async () => {
    await school.startLesson(ada, slug);
    await adaLeaves();
    school.pass(minute);
    await school.enter(ada, slug);
    school.pass(2 * minute);
    await school.app.tick();
    expect(await lessonOf(ada)).toMatchObject({ state: 'running' });
  });

  it('does not come while another organizer is in', async () => {
    await ada.ask('POST', apiPaths.organizers(slug), { ref: 'subject:cleo' });
    await school.startLesson(ada, slug);
    await school.enter(await school.signIn('cleo'), slug);
    await adaLeaves();
    expect(await lessonOf(finn)).toMatchObject({ state: 'running' });
  });

  it('for all is at once, and voids every pass', async () => {
    await school.startLesson(ada, slug);
    await act('end');
    expect(await passFor(ada)).toBe('lesson-not-running');
    await lastCommand({ kind: 'end' });
    const open = await school.db
      .selectFrom('passIssued')
      .select('id')
      .where('voidedAt', 'is', null)
      .execute();
    expect(open).toEqual([]);
  });

  it('comes at the longest duration, unless an organizer extends it', async () => {
    await school.startLesson(ada, slug);
    school.pass(4 * hour - minute);
    await school.signIn('ada', ada);
    await act('extend');
    school.pass(2 * minute);
    await school.app.tick();
    expect(await lessonOf(ada)).toMatchObject({ state: 'running' });
    school.pass(hour);
    await school.app.tick();
    expect(await lessonOf(ada)).toMatchObject({ state: 'ended' });
  });

  it('cannot be put off beyond twelve hours', async () => {
    await school.startLesson(ada, slug);
    const answers = [];
    for (let times = 0; times < 9; times += 1) answers.push((await act('extend')).status);
    expect(answers).toEqual([200, 200, 200, 200, 200, 200, 200, 200, 409]);
  });
});

describe('people in a lesson', () => {
  it('removed stay out until readmitted, and nobody else does', async () => {
    await school.startLesson(ada, slug);
    await school.enter(finn, slug);
    const personId = await idOf(finn);
    await act('remove', { personId });
    expect(await passFor(finn)).toBe('removed-from-lesson');
    expect(await lessonOf(finn)).toMatchObject({ isRemoved: true });
    expect(await passFor(await school.signIn('gul'))).toBe('a pass');
    await act('readmit', { personId });
    expect(await passFor(finn)).toBe('a pass');
    await expect.poll(commands).toEqual(['open', 'remove', 'readmit']);
  });

  it.each(['nobody', '\ud800', '\0'])(
    'are never %j, whom the meeting side might choke on',
    async (personId) => {
      await school.startLesson(ada, slug);
      expect((await act('remove', { personId })).status).toBe(409);
      expect(commands()).toEqual(['open']);
      expect(await school.db.selectFrom('lessonCommand').selectAll().execute()).toEqual([]);
    },
  );

  it('are removed even while the meeting side does not answer', async () => {
    await school.startLesson(ada, slug);
    await school.enter(finn, slug);
    school.meeting.breakCommand('remove');
    expect((await act('remove', { personId: await idOf(finn) })).status).toBe(200);
    expect(await passFor(finn)).toBe('removed-from-lesson');
  });

  it('are readmitted, and newcomers kept out, once the meeting side hears of it', async () => {
    await school.startLesson(ada, slug);
    await school.enter(finn, slug);
    const personId = await idOf(finn);
    await act('remove', { personId });
    await lastCommand({ kind: 'remove' });
    school.meeting.breakCommand('readmit');
    school.meeting.breakCommand('newcomers');
    expect((await act('readmit', { personId })).status).toBe(200);
    expect((await act('newcomers', { closed: true })).status).toBe(200);
    expect(await passFor(finn)).toBe('a pass');
    await lastCommand({ kind: 'readmit', personId });
    school.meeting.mendCommand('readmit');
    school.meeting.mendCommand('newcomers');
    school.meeting.becomeReachable();
    await lastCommand({ kind: 'newcomers', isClosed: true });
  });

  it('removed inside the meeting are removed here', async () => {
    const lessonId = await school.startLesson(ada, slug);
    await school.enter(finn, slug);
    await school.meeting.report({
      kind: 'removed',
      slug: slug,
      lessonId: lessonId,
      at: school.now(),
      personId: await idOf(finn),
    });
    expect(await passFor(finn)).toBe('removed-from-lesson');
  });

  it('removed from one lesson come into the next', async () => {
    await school.startLesson(ada, slug);
    await act('remove', { personId: await idOf(finn) });
    await act('end');
    await school.startLesson(ada, slug);
    expect(await passFor(finn)).toBe('a pass');
  });

  it('who were in before come in when it is closed to newcomers', async () => {
    await school.startLesson(ada, slug);
    await school.enter(finn, slug);
    await act('newcomers', { closed: true });
    expect(await passFor(finn)).toBe('a pass');
    expect(await passFor(await school.signIn('gul'))).toBe('lesson-closed-to-newcomers');
  });

  it('are shown to organizers with their right', async () => {
    const lessonId = await school.startLesson(ada, slug);
    await school.enter(finn, slug);
    await school.meeting.report({
      kind: 'promoted',
      slug: slug,
      lessonId: lessonId,
      at: school.now(),
      personId: await idOf(finn),
    });
    expect((await lessonOf(ada))?.register?.present).toEqual([
      expect.objectContaining({ name: 'Ada Adler', affiliation: 'owner', isPromoted: false }),
      expect.objectContaining({ name: 'Finn Fischer', affiliation: 'member', isPromoted: true }),
    ]);
  });
});

describe('rights that are withdrawn', () => {
  it('of an organizer end the pass at once', async () => {
    await ada.ask('POST', apiPaths.organizers(slug), { ref: 'subject:cleo' });
    const cleo = await school.signIn('cleo');
    await school.startLesson(ada, slug);
    await school.enter(cleo, slug);
    await ada.ask('DELETE', apiPaths.organizer(slug, await idOf(cleo)));
    await lastCommand({
      kind: 'revoke',
      slug,
      personId: await idOf(cleo),
      passIds: [expect.any(String)],
    });
  });

  it('of a class end its passes, and nobody else’s', async () => {
    await school.startLesson(ada, slug);
    await school.enter(finn, slug);
    await ada.ask('PATCH', apiPaths.room(slug), { classes: { add: ['7b'], remove: ['7a'] } });
    await lastCommand({ kind: 'revoke', personId: await idOf(finn) });
    expect(commands().filter((kind) => kind === 'revoke')).toHaveLength(1);
  });

  it('of a visitor end when the room closes to visitors', async () => {
    const bo = await school.signIn('bo');
    await school.startLesson(ada, slug);
    await school.enter(bo, slug);
    await ada.ask('PATCH', apiPaths.room(slug), { isClosedToVisitors: true });
    await lastCommand({ kind: 'revoke' });
    expect(await passFor(bo)).toBe('room-closed-to-visitors');
  });

  it('by signing out end what that session fetched', async () => {
    await school.startLesson(ada, slug);
    await school.enter(finn, slug);
    const personId = await idOf(finn);
    await finn.ask('POST', apiPaths.signOut, {});
    await lastCommand({ kind: 'revoke', slug, personId, passIds: [expect.any(String)] });
  });

  it('by the school end at the next sign-in that says so', async () => {
    await school.startLesson(ada, slug);
    await school.enter(finn, slug);
    await school.signIn({
      subject: 'finn',
      name: 'Finn Fischer',
      groups: ['students', 'class-7b'],
    });
    await lastCommand({ kind: 'revoke' });
    expect(await passFor(finn)).toBe('room-not-found');
  });
});

describe('rules', () => {
  const set = (rules: object) => ada.ask('PATCH', apiPaths.room(slug), { rules });

  it('of promotion and lobby reach a lesson that is open, and those of others do not', async () => {
    await school.startLesson(ada, slug);
    await set({ chat: false });
    await set({ promotion: false });
    await lastCommand({ kind: 'configure', slug, allowsPromotion: false, usesLobby: false });
    await set({ lobby: true });
    await lastCommand({ kind: 'configure', slug, allowsPromotion: false, usesLobby: true });
    expect(commands()).toEqual(['open', 'configure', 'configure']);
  });

  it('changed while nobody has a lesson are told to nobody', async () => {
    await set({ promotion: false });
    await school.startLesson(ada, slug);
    await lastCommand({ kind: 'open', allowsPromotion: false });
  });
});

describe('the meeting side', () => {
  it('clears a promotion and a removal that its snapshot does not name', async () => {
    const lessonId = await school.startLesson(ada, slug);
    const { pass } = await school.enter(finn, slug);
    expect(pass).toBeTruthy();
    const personId = await idOf(finn);
    const about = { slug, lessonId, at: school.now(), personId };
    await school.meeting.report({ kind: 'promoted', ...about });
    const gul = await school.signIn('gul');
    await school.meeting.report({ kind: 'removed', ...about, personId: await idOf(gul) });
    expect(await passFor(gul)).toBe('removed-from-lesson');
    const occupant = {
      occupantId: 'new',
      personId,
      passId: ids.pass('p'),
      affiliation: 'member',
      isPromoted: false,
      breakoutId: null,
    } as const;
    const ada1 = {
      ...occupant,
      occupantId: 'a',
      personId: await idOf(ada),
      affiliation: 'owner',
    } as const;
    await school.meeting.report({
      kind: 'snapshot',
      at: school.now(),
      lessons: [
        { slug: slug, lessonId: lessonId, occupants: [ada1, occupant], promoted: [], removed: [] },
      ],
    });
    const register = (await lessonOf(ada))?.register;
    expect(register?.present.map(({ isPromoted }) => isPromoted)).toEqual([false, false]);
    expect(register?.removed).toEqual([]);
    expect(await passFor(gul)).toBe('a pass');
  });

  it('that restarted says who is in; who is not is out', async () => {
    await school.startLesson(ada, slug);
    await school.enter(finn, slug);
    await school.meeting.report({ kind: 'snapshot', at: school.now(), lessons: [] });
    expect(await lessonOf(ada)).toMatchObject({ state: 'ending', register: { present: [] } });
  });

  it('is asked to end a lesson that Homeroom does not know', async () => {
    await school.meeting.report({
      kind: 'snapshot',
      at: school.now(),
      lessons: [
        { slug: slug, lessonId: ids.lesson('stray'), occupants: [], promoted: [], removed: [] },
      ],
    });
    await lastCommand({ kind: 'end', slug, lessonId: ids.lesson('stray'), reason: 'meeting-lost' });
  });

  it('that asks is told what is open, who was removed, and which passes are void', async () => {
    const lessonId = await school.startLesson(ada, slug);
    await school.enter(finn, slug);
    await act('remove', { personId: await idOf(finn) });
    expect(await school.meeting.openLessonsNow()).toEqual([
      expect.objectContaining({
        lessonId,
        slug,
        graceSeconds: 120,
        removed: [await idOf(finn)],
        voidPasses: [expect.any(String)],
      }),
    ]);
  });

  it('that reports somebody in a lesson long over is told to end it', async () => {
    const lessonId = await school.startLesson(ada, slug);
    const [occupant] = await school.db.selectFrom('lessonOccupant').selectAll().execute();
    await act('end');
    if (!occupant) throw new Error('nobody was in');
    await school.meeting.report({
      kind: 'entered',
      slug: slug,
      lessonId: lessonId,
      at: school.now(),
      occupant: { ...occupant, isPromoted: false },
    });
    await lastCommand({ kind: 'end', reason: 'meeting-lost' });
    expect(await lessonOf(ada)).toMatchObject({ state: 'ended' });
  });
});

describe('Homeroom that restarts in mid-lesson', () => {
  it('goes on with the lesson, its people and its end', async () => {
    const lessonId = await school.startLesson(ada, slug);
    await school.enter(finn, slug);
    const again = await openSchool({ database: school.db, provider: school.provider });
    const cookie = ada.cookie('__Host-homeroom') ?? '';
    ada = again.visitor();
    ada.setCookie('__Host-homeroom', cookie);
    const lesson = await lessonOf(ada);
    expect(lesson).toMatchObject({ id: lessonId, state: 'running' });
    expect(lesson?.register?.present).toHaveLength(2);
    expect(await again.meeting.openLessonsNow()).toEqual([expect.objectContaining({ lessonId })]);
    again.pass(hour);
    await ada.ask('POST', apiPaths.activity, {});
    again.pass(hour);
    await ada.ask('POST', apiPaths.activity, {});
    expect(await lessonOf(ada)).toMatchObject({ state: 'running' });
    again.pass(hour);
    await ada.ask('POST', apiPaths.activity, {});
    again.pass(hour + 1);
    await again.app.tick();
    await ada.ask('POST', apiPaths.activity, {});
    expect(await lessonOf(ada)).not.toMatchObject({ state: 'running' });
    await again.app.close();
  });

  it('takes back the pass of a right that went just before, and no other', async () => {
    const gul = await school.signIn('gul');
    await school.startLesson(ada, slug);
    await school.enter(finn, slug);
    await school.enter(gul, slug);
    // What a process leaves that is killed between the change and what follows from it.
    await school.db
      .updateTable('person')
      .set({ classes: '["7b"]' })
      .where('id', '=', await idOf(finn))
      .execute();
    const again = await openSchool({ database: school.db, provider: school.provider });
    await expect.poll(() => again.meeting.heard.length).toBe(1);
    expect(again.meeting.heard[0]).toMatchObject({
      kind: 'revoke',
      slug,
      personId: await idOf(finn),
      passIds: [expect.any(String)],
    });
    await again.app.close();
  });
});
