import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { apiPaths } from '../contract/paths.ts';
import { Pass } from '../contract/pass.ts';
import { Problem } from '../contract/problem.ts';
import { createSessionStore } from '../session/sessions-store.ts';
import { openSchool, type School } from '../testing/school.ts';
import type { Visitor } from '../testing/visitor.ts';

const hour = 3_600_000;
let school: School;
let ada: Visitor;
let slug: string;

beforeEach(async () => {
  school = await openSchool();
  ada = await school.signIn('ada');
  ({ slug } = await school.createRoom(ada, 'Maths', ['7a']));
  await school.startLesson(ada, slug);
});
afterEach(() => school.close());

it('are given to one session as often as a page needs them, and to the others all the same', async () => {
  const finn = await school.signIn('finn');
  const ask = async (visitor: Visitor) => {
    const { status, body } = await visitor.ask('POST', apiPaths.pass(slug), {});
    return status === 429 ? Problem.parse(body).retryAfter : status;
  };
  const answers: unknown[] = [];
  for (let n = 0; n < 40; n += 1) answers.push(await ask(finn));
  expect(answers).toEqual([...Array(30).fill(201), ...Array(10).fill(6)]);
  expect(await ask(ada)).toBe(201);
  school.pass(6_000);
  expect(await ask(finn)).toBe(201);
});

it('are not more for who signs in again and again', async () => {
  const answers: number[] = [];
  for (let device = 0; device < 3; device += 1) {
    const finn = await school.signIn('finn');
    for (let n = 0; n < 25; n += 1) {
      answers.push((await finn.ask('POST', apiPaths.pass(slug), {})).status);
    }
  }
  expect(answers).toEqual([...Array(60).fill(201), ...Array(15).fill(429)]);
});

it('that are refused count for nothing: who waits and asks too often is let in all the same', async () => {
  const art = await school.createRoom(ada, 'Art', ['7a']);
  const finn = await school.signIn('finn');
  const ask = async () => (await finn.ask('POST', apiPaths.pass(art.slug), {})).status;
  for (let n = 0; n < 40; n += 1) expect(await ask()).toBe(409);
  await school.startLesson(ada, art.slug);
  expect(await ask()).toBe(201);
});

it('last as long as the lesson can, and its grace time; no cache keeps them', async () => {
  const { headers, body } = await ada.ask('POST', apiPaths.pass(slug), {});
  expect(headers.get('cache-control')).toBe('no-store');
  expect(Pass.parse(body)).toMatchObject({
    slug,
    affiliation: 'owner',
    expiresAt: school.now() + 4 * hour + 120_000,
  });
});

it('say what the room lets members do when they are given', async () => {
  const rules = { chat: false, screenSharing: true };
  await ada.ask('PATCH', apiPaths.room(slug), { rules });
  const { pass } = await school.enter(await school.signIn('finn'), slug);
  const claims = Buffer.from(pass.split('.')[1] ?? '', 'base64url').toString();
  expect(JSON.parse(claims)).toMatchObject({
    context: { features: { 'send-groupchat': false, 'screen-sharing': true } },
  });
  // A meeting side that sees nothing else is told of it.
  expect(school.told.at(-1)).toEqual(JSON.parse(claims));
});

it('are not there for a room that is not', async () => {
  const { status, body } = await ada.ask('POST', apiPaths.pass('none'), {});
  expect([status, Problem.parse(body).code]).toEqual([404, 'room-not-found']);
});

describe('passes that are taken back', () => {
  const revoked = () => school.meeting.heard.filter(({ kind }) => kind === 'revoke');

  it('are those of the right that went, and no others', async () => {
    const [finn, gul] = [await school.signIn('finn'), await school.signIn('gul')];
    const { personId } = await school.enter(finn, slug);
    await school.enter(finn, slug);
    await school.enter(gul, slug);
    await finn.ask('POST', apiPaths.signOut, {});
    await expect.poll(revoked).toMatchObject([{ slug, personId }]);
    const open = await school.db
      .selectFrom('passIssued')
      .select('affiliation')
      .where('voidedAt', 'is', null)
      .execute();
    expect(open.map(({ affiliation }) => affiliation).toSorted()).toEqual(['member', 'owner']);
    expect(revoked()[0]).toMatchObject({ passIds: [expect.any(String), expect.any(String)] });
  });

  it('are all taken back by a sign-out that comes at the same moment, whichever is first', async () => {
    for (const isFirst of [true, false, true, false]) {
      const finn = await school.signIn('finn');
      const asked = [
        () => finn.ask('POST', apiPaths.pass(slug), {}),
        () => finn.ask('POST', apiPaths.signOut, {}),
      ];
      const answers = await Promise.all((isFirst ? asked : asked.toReversed()).map((ask) => ask()));
      const codes = answers.map(({ status }) => status).toSorted((one, other) => one - other);
      expect([
        [200, 201],
        [200, 401],
      ]).toContainEqual(codes);
      expect((await finn.ask('POST', apiPaths.pass(slug), {})).status).toBe(401);
    }
    const open = await school.db
      .selectFrom('passIssued')
      .select('affiliation')
      .where('voidedAt', 'is', null)
      .execute();
    expect(open).toEqual([{ affiliation: 'owner' }]);
  });

  it('are told person by person', async () => {
    const held = [
      await school.enter(await school.signIn('finn'), slug),
      await school.enter(await school.signIn('gul'), slug),
    ];
    await ada.ask('PATCH', apiPaths.room(slug), { classes: { add: ['7b'], remove: ['7a'] } });
    await expect.poll(revoked).toHaveLength(2);
    const told = revoked().map((one) => ('personId' in one ? one.personId : ''));
    expect(told.toSorted()).toEqual(held.map(({ personId }) => personId).toSorted());
    expect(revoked()).toMatchObject([
      { passIds: [expect.any(String)] },
      { passIds: [expect.any(String)] },
    ]);
  });

  it('are taken back once', async () => {
    const finn = await school.signIn('finn');
    await school.enter(finn, slug);
    await ada.ask('PATCH', apiPaths.room(slug), { classes: { add: ['7b'], remove: ['7a'] } });
    const at = school.now();
    school.pass(1);
    await ada.ask('PATCH', apiPaths.room(slug), { classes: { remove: ['7a', '7b'] } });
    await finn.ask('POST', apiPaths.signOut, {});
    await expect.poll(revoked).toHaveLength(1);
    const voided = await school.db
      .selectFrom('passIssued')
      .select('voidedAt')
      .where('voidedAt', 'is not', null)
      .execute();
    expect(voided).toEqual([{ voidedAt: at }]);
  });

  it('are none that have ended by themselves', async () => {
    const finn = await school.signIn('finn');
    const { expiresAt } = await school.enter(finn, slug);
    school.pass(expiresAt - school.now());
    await finn.ask('POST', apiPaths.signOut, {});
    expect(revoked()).toEqual([]);
  });

  it('are a visitor’s when the room closes to visitors, and not a student’s', async () => {
    const bo = await school.signIn('bo');
    const { personId } = await school.enter(bo, slug);
    await school.enter(await school.signIn('finn'), slug);
    await ada.ask('PATCH', apiPaths.room(slug), { isClosedToVisitors: true });
    await expect.poll(revoked).toMatchObject([{ personId }]);
  });
});

describe('the audit trail', () => {
  it('says who was given which right in which lesson, and never holds the pass', async () => {
    const { pass } = await school.enter(await school.signIn('finn'), slug);
    const rows = await school.db.selectFrom('passIssued').selectAll().execute();
    expect(rows.map(({ affiliation }) => affiliation)).toEqual(['owner', 'member']);
    const [, claims = '', signature = ''] = pass.split('.');
    expect(JSON.stringify(rows)).not.toContain(claims);
    expect(JSON.stringify(rows)).not.toContain(signature);
  });

  it('is kept for thirty days, and deleted then', async () => {
    const count = async () =>
      (await school.db.selectFrom('passIssued').select('id').execute()).length;
    school.pass(30 * 24 * hour - 1);
    await school.app.sweep();
    expect(await count()).toBe(1);
    school.pass(2);
    await school.app.sweep();
    expect(await count()).toBe(0);
  });
});

describe('an expired session', () => {
  const askPass = async (visitor: Visitor, room = slug) => {
    const { status, body } = await visitor.ask('POST', apiPaths.pass(room), {});
    return status === 201 ? 'a pass' : Problem.parse(body).code;
  };

  it('on a waiting page fetches one fresh pass for that room, and no second', async () => {
    const finn = await school.signIn('finn');
    const stream = await finn.stream(`${apiPaths.live}?room=${slug}`);
    school.pass(2 * hour + 1);
    expect(await askPass(finn)).toBe('a pass');
    expect(await askPass(finn)).toBe('session-expired');
    await stream.body?.cancel();
  });

  it('that asks several times at once has one pass all the same', async () => {
    const finn = await school.signIn('finn');
    await school.enter(finn, slug);
    school.pass(2 * hour + 1);
    const answers = await Promise.all([askPass(finn), askPass(finn), askPass(finn)]);
    expect(answers.toSorted()).toEqual(['a pass', 'session-expired', 'session-expired']);
  });

  it('has its one pass used up once by the store, whoever has decided what before', async () => {
    await school.signIn('finn');
    const sessions = await school.db.selectFrom('session').select('ref').execute();
    const store = createSessionStore(school.db);
    for (const { ref } of sessions) {
      expect(await store.useLastPass(ref)).toBe(true);
      expect(await store.useLastPass(ref)).toBe(false);
    }
  });

  it('loses its one pass to no refusal: it is used up only when it is given', async () => {
    const art = await school.createRoom(ada, 'Art', ['7a']);
    const finn = await school.signIn('finn');
    const stream = await finn.stream(`${apiPaths.live}?room=${art.slug}`);
    school.pass(hour);
    await ada.ask('POST', apiPaths.activity, {});
    school.pass(hour + 1);
    expect(await askPass(finn, art.slug)).toBe('lesson-not-running');
    await school.startLesson(ada, art.slug);
    expect(await askPass(finn, art.slug)).toBe('a pass');
    expect(await askPass(finn, art.slug)).toBe('session-expired');
    await stream.body?.cancel();
  });

  it('in a meeting comes back in once, and nowhere else', async () => {
    const finn = await school.signIn('finn');
    await school.enter(finn, slug);
    const other = await school.createRoom(ada, 'Art', ['7a']);
    school.pass(2 * hour + 1);
    expect(await askPass(finn, other.slug)).toBe('session-expired');
    expect(await askPass(finn)).toBe('a pass');
  });

  it('that was on no room’s page fetches nothing', async () => {
    const finn = await school.signIn('finn');
    school.pass(2 * hour + 1);
    expect(await askPass(finn)).toBe('session-expired');
  });

  it('is gone for good after four hours more', async () => {
    const finn = await school.signIn('finn');
    await school.enter(finn, slug);
    await ada.ask('POST', apiPaths.lessonAction(slug, 'extend'), {});
    school.pass(6 * hour + 1);
    expect(await askPass(finn)).toBe('session-expired');
  });
});
