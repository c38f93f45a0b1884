import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { apiPaths } from '../contract/paths.ts';
import { openSchool, type School } from '../testing/school.ts';
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
    expect(school.meeting.heard.at(-1)).toMatchObject({ name: 'revoke' });
  });

  it('leaves no pass behind when the process dies in the middle', async () => {
    const ada = await school.signIn('ada');
    const { slug } = await school.createRoom(ada, 'Maths', []);
    await school.startLesson(ada, slug);
    const store = createSessionStore(school.db);
    const [session] = await school.db.selectFrom('session').select(['ref', 'personId']).execute();
    if (!session) throw new Error('nobody is signed in');
    const steps: string[] = [];
    const dying = createEndSessions({
      store: {
        ...store,
        endSession: () => Promise.reject(new Error('killed')),
      },
      takeBackPasses: async () => void steps.push('passes'),
      publish: () => steps.push('told'),
    });
    await expect(dying.one(session, 'signed-out')).rejects.toThrow('killed');
    expect(steps).toEqual(['passes']);
    // Nobody was told that it is over, and it is not: signing out again does it.
    expect((await ada.ask('GET', apiPaths.session)).status).toBe(200);
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
