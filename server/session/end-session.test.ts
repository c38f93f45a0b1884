import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { apiPaths } from '../contract/paths.ts';
import { SignInStart } from '../contract/session.ts';
import { ids } from '../contract/testing/ids.ts';
import { openSchool, people, type School } from '../testing/school.ts';
import { issuer } from '../testing/test-provider.ts';
import type { Visitor } from '../testing/visitor.ts';
import { createEndSessions } from './end-session.ts';
import { createSessionStore } from './sessions-store.ts';

let school: School;
beforeEach(async () => {
  school = await openSchool();
});
afterEach(() => school.close());

const openPasses = () =>
  school.db.selectFrom('passIssued').select('id').where('voidedAt', 'is', null).execute();

describe('a session that ends', () => {
  it('has taken its passes back by the time its person is told', async () => {
    const ada = await school.signIn('ada');
    const { slug } = await school.createRoom(ada, 'Maths', []);
    await school.startLesson(ada, slug);
    await ada.ask('POST', apiPaths.signOut, {});
    expect(await openPasses()).toEqual([]);
    await expect.poll(() => school.meeting.heard.at(-1)?.kind).toBe('revoke');
  });

  it('ends with its passes or not at all', async () => {
    const ada = await school.signIn('ada');
    const { slug } = await school.createRoom(ada, 'Maths', []);
    await school.startLesson(ada, slug);
    // What is to be told to the meeting side cannot be written.
    await school.db.schema.alterTable('lessonCommand').renameTo('away').execute();
    expect((await ada.ask('POST', apiPaths.signOut, {})).status).toBe(500);
    expect(await openPasses()).toHaveLength(1);
    // Nobody was told that it is over, and it is not: signing out again does it.
    expect((await ada.ask('GET', apiPaths.session)).status).toBe(200);
    await school.db.schema.alterTable('away').renameTo('lessonCommand').execute();
    await ada.ask('POST', apiPaths.signOut, {});
    expect(await openPasses()).toEqual([]);
    await expect.poll(() => school.meeting.heard.at(-1)?.kind).toBe('revoke');
  });

  it('that was replaced by another sign-in ends only when that one stands', async () => {
    const visitor = await school.signIn('ada');
    const { slug } = await school.createRoom(visitor, 'Maths', []);
    await school.startLesson(visitor, slug);
    await school.signIn('bo', visitor);
    expect(await openPasses()).toEqual([]);
    expect(await school.db.selectFrom('session').select('ref').execute()).toHaveLength(1);
  });
});

describe('signing out everywhere', () => {
  const nonceFor = async (visitor: Visitor) =>
    SignInStart.parse((await visitor.ask('POST', apiPaths.signIn, {})).body).nonce;

  async function comeBack(visitor: Visitor, nonce: string): Promise<number> {
    const idToken = await school.provider.idToken(people.ada, nonce, school.now() / 1000);
    return (await visitor.ask('POST', apiPaths.session, { idToken, iss: issuer })).status;
  }

  it('is also of the sign-in that is under way on another device', async () => {
    const ada = await school.signIn('ada');
    const tablet = school.visitor();
    const nonce = await nonceFor(tablet);
    school.pass(1_000);
    await ada.ask('POST', apiPaths.everywhere, {});
    expect(await comeBack(tablet, nonce)).toBe(400);
    school.pass(1_000);
    expect(await comeBack(tablet, await nonceFor(tablet))).toBe(201);
  });

  it('of somebody who is not known ends nothing', async () => {
    const store = createSessionStore(school.db);
    const told: object[] = [];
    const publish = (change: object) => void told.push(change);
    await createEndSessions({ store, publish, clock: school.now }).allOf(
      ids.person('nobody'),
      'revoked',
    );
    expect(told).toEqual([]);
  });
});
