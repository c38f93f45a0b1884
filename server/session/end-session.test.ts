import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { apiPaths } from '../contract/paths.ts';
import { openSchool, type School } from '../testing/school.ts';

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
