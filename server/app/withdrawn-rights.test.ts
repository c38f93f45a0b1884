/** Rights that go while something is under way: nothing that began before outlives them. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PersonId, Slug } from '../contract/ids.ts';
import { apiPaths } from '../contract/paths.ts';
import { RoomView } from '../contract/room.ts';
import { Session, SignInStart, StepUp } from '../contract/session.ts';
import { ids } from '../contract/testing/ids.ts';
import { openSchool, origin, people, type School } from '../testing/school.ts';
import { issuer, type TestPerson } from '../testing/test-provider.ts';
import type { Visitor } from '../testing/visitor.ts';

let school: School;
let ada: Visitor;
let slug: Slug;

beforeEach(async () => {
  school = await openSchool();
  ada = await school.signIn('ada');
  ({ slug } = await school.createRoom(ada, 'Maths', ['7a']));
});
afterEach(() => school.close());

/** Signs in once more, for an action. */
async function stepUp(visitor: Visitor): Promise<void> {
  const action = { kind: 'delete-room', slug };
  const { id } = StepUp.parse((await visitor.ask('POST', apiPaths.stepUp, { action })).body);
  const begun = await visitor.ask('POST', apiPaths.signIn, { stepUp: id });
  const { nonce } = SignInStart.parse(begun.body);
  const idToken = await school.provider.idToken(people.ada, nonce, Math.floor(school.now() / 1000));
  expect((await visitor.ask('POST', apiPaths.session, { idToken, iss: issuer })).status).toBe(201);
}

describe('signing out after a step-up', () => {
  it('takes back the passes from before it too', async () => {
    await school.startLesson(ada, slug);
    const old = ada.cookie('__Host-homeroom');
    await stepUp(ada);
    expect(ada.cookie('__Host-homeroom')).not.toBe(old);
    await ada.ask('POST', apiPaths.signOut, {});
    await expect.poll(() => school.meeting.heard.at(-1)?.kind).toBe('revoke');
    const open = await school.db
      .selectFrom('passIssued')
      .select('id')
      .where('voidedAt', 'is', null)
      .execute();
    expect(open).toEqual([]);
  });

  it('a stream that was open before it goes on, and hears of the end', async () => {
    const response = await ada.stream(apiPaths.live);
    await stepUp(ada);
    await school.app.sweep();
    await ada.ask('POST', apiPaths.signOut, {});
    const said = await response.text();
    expect(said).toContain('"why":"signed-out"');
    expect(said).not.toContain('"why":"expired"');
  });
});

describe('a request whose last byte comes late', () => {
  it('is decided by the rights of then, not of when it began', async () => {
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const writer = writable.getWriter();
    const bytes = new TextEncoder().encode('{"ref":"subject:bo"}');
    const cookie = `__Host-homeroom=${ada.cookie('__Host-homeroom') ?? ''}`;
    const answer = Promise.resolve(
      school.app.fetch(
        new Request(new URL(apiPaths.organizers(slug), origin), {
          method: 'POST',
          headers: { origin, 'content-type': 'application/json', cookie },
          body: readable,
          duplex: 'half',
        }),
      ),
    );
    await writer.write(bytes.slice(0, -1));
    await ada.ask('POST', apiPaths.signOut, {});
    await writer.write(bytes.slice(-1));
    await writer.close();
    expect((await answer).status).toBe(401);
    const organizers = await school.db.selectFrom('roomOrganizer').selectAll().execute();
    expect(organizers).toHaveLength(1);
  });
});

describe('an organizer who loses the right while the directory is asked', () => {
  it.each<[string, (bo: Visitor, boId: PersonId) => Promise<{ status: number }>]>([
    ['by a colleague', (_, boId) => ada.ask('DELETE', apiPaths.organizer(slug, boId), {})],
    ['by a sign-out everywhere', (bo) => bo.ask('POST', apiPaths.everywhere, {})],
  ])('%s names nobody organizer any more', async (_, withdraw) => {
    const { promise: isAsked, resolve: asked } = Promise.withResolvers<void>();
    const { promise: mayAnswer, resolve: answer } = Promise.withResolvers<void>();
    await school.close();
    school = await openSchool({
      directory: {
        listClasses: async () => [],
        findTeachers: async () => ({ teachers: [], isCut: false }),
        async stillHere() {
          asked();
          await mayAnswer;
          return people.cleo;
        },
      },
    });
    ada = await school.signIn('ada');
    const bo = await school.signIn('bo');
    const { body } = await bo.ask('GET', apiPaths.session);
    const { id: boId } = Session.parse(body).person;
    ({ slug } = await school.createRoom(ada, 'Maths', ['7a']));
    await ada.ask('POST', apiPaths.organizers(slug), { ref: `person:${boId}` });
    const named = bo.ask('POST', apiPaths.organizers(slug), { ref: 'subject:cleo' });
    await isAsked;
    expect((await withdraw(bo, boId)).status).toBe(200);
    answer();
    expect((await named).status).toBeOneOf([401, 403]);
    const { body: room } = await ada.ask('GET', apiPaths.room(slug));
    const names = RoomView.parse(room).organizers.map(({ name }) => name);
    expect(names).not.toContain(people.cleo.name);
  });
});

describe('a pass that is made while its right goes', () => {
  it('is not given out, and is void', async () => {
    await school.startLesson(ada, slug);
    const finn = await school.signIn('finn');
    // Both at once, in every order that comes.
    for (let round = 0; round < 20; round += 1) {
      await ada.ask('PATCH', apiPaths.room(slug), { classes: { add: ['7a'], remove: ['7b'] } });
      await Promise.all([
        finn.ask('POST', apiPaths.pass(slug), {}),
        ada.ask('PATCH', apiPaths.room(slug), { classes: { add: ['7b'], remove: ['7a'] } }),
      ]);
      const open = await school.db
        .selectFrom('passIssued')
        .select('id')
        .where('affiliation', '=', 'member')
        .where('voidedAt', 'is', null)
        .execute();
      expect(open).toEqual([]);
    }
  });
});

describe('a right of which very many passes were fetched', () => {
  it('is taken back all the same, in commands that the meeting side takes', async () => {
    await school.startLesson(ada, slug);
    const finn = await school.signIn('finn');
    await school.enter(finn, slug);
    const kept = await school.db
      .selectFrom('passIssued')
      .selectAll()
      .where('affiliation', '=', 'member')
      .executeTakeFirstOrThrow();
    const count = 40_000;
    for (let from = 1; from < count; from += 1_000) {
      const some = Array.from({ length: Math.min(1_000, count - from) }, (_, n) => ({
        ...kept,
        id: ids.pass(`pass ${from + n}`.padEnd(22, '.')),
      }));
      await school.db.insertInto('passIssued').values(some).execute();
    }
    expect(
      (await ada.ask('PATCH', apiPaths.room(slug), { classes: { add: ['7b'], remove: ['7a'] } }))
        .status,
    ).toBe(200);
    const revoked = () => school.meeting.heard.filter((command) => command.kind === 'revoke');
    const revokedIds = () => revoked().flatMap(({ passIds }) => passIds);
    await expect.poll(() => revokedIds().length, { timeout: 10_000 }).toBe(count);
    const maxDuration = Math.max(...revoked().map((command) => JSON.stringify(command).length));
    expect(maxDuration).toBeLessThan(128 * 1024);
  });
});

describe('a right and the passes that say it', () => {
  it('go together or not at all', async () => {
    await school.startLesson(ada, slug);
    const finn = await school.signIn('finn');
    await school.enter(finn, slug);
    const open = async () =>
      school.db.selectFrom('passIssued').select('id').where('voidedAt', 'is', null).execute();
    // What is to be told to the meeting side cannot be written.
    await school.db.schema.alterTable('lessonCommand').renameTo('away').execute();
    const withdraw = () =>
      ada.ask('PATCH', apiPaths.room(slug), { classes: { add: ['7b'], remove: ['7a'] } });
    expect((await withdraw()).status).toBe(500);
    expect(await open()).toHaveLength(2);
    expect((await finn.ask('GET', apiPaths.room(slug))).status).toBe(200);
    await school.db.schema.alterTable('away').renameTo('lessonCommand').execute();
    expect((await withdraw()).status).toBe(200);
    expect(await open()).toHaveLength(1);
  });
});

describe('a sign-in that is held back until after its end', () => {
  const event = { 'http://schemas.openid.net/event/backchannel-logout': {} };
  let accounts: Map<string, TestPerson>;

  beforeEach(async () => {
    await school.close();
    accounts = new Map([['bo', people.bo]]);
    school = await openSchool({
      directory: {
        listClasses: async () => [],
        findTeachers: async () => ({ teachers: [], isCut: false }),
        stillHere: async (subject) => accounts.get(subject) ?? null,
      },
    });
  });

  const seconds = () => Math.floor(school.now() / 1000);

  /** Everything but the last step. @returns that step */
  async function begin(visitor = school.visitor()) {
    const begun = await visitor.ask('POST', apiPaths.signIn, {});
    const { nonce } = SignInStart.parse(begun.body);
    const { subject: sub, ...person } = people.bo;
    const idToken = await school.provider.sign({
      ...person,
      iss: issuer,
      aud: 'homeroom',
      sub,
      sid: 'one',
      nonce,
      auth_time: seconds(),
      iat: seconds(),
      exp: seconds() + 600,
    });
    return async () =>
      (await visitor.ask('POST', apiPaths.session, { idToken, iss: issuer })).status;
  }

  async function logOutAtProvider() {
    const logout_token = await school.provider.sign({
      iss: issuer,
      aud: 'homeroom',
      sid: 'one',
      jti: 'one',
      events: event,
      iat: seconds(),
      exp: seconds() + 60,
    });
    await school.app.fetch(
      new Request(new URL(apiPaths.backChannelLogout, origin), {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ logout_token }),
      }),
    );
  }

  it.each<[string, (bo: Visitor) => Promise<unknown>]>([
    ['a sign-out everywhere', (bo) => bo.ask('POST', apiPaths.everywhere, {})],
    ['a sign-out at the provider', logOutAtProvider],
    ['the account is gone', () => (accounts.clear(), school.app.reread())],
    [
      'the account is a student’s',
      () => (
        accounts.set('bo', { ...people.bo, groups: ['students', 'class-7a'] }),
        school.app.reread()
      ),
    ],
  ])('opens no session: %s', async (_, end) => {
    const bo = await school.signIn('bo');
    const finish = await begin();
    school.pass(1_000);
    await end(bo);
    expect(await finish()).toBe(400);
    school.pass(1_000);
    expect(await (await begin())()).toBe(201);
  });
});
