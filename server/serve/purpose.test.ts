/** What the password page may say of an action, and to whom. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { apiPaths } from '../contract/paths.ts';
import { SignInStart, StepUp } from '../contract/session.ts';
import type { Slug } from '../contract/ids.ts';
import { openSchool, type School } from '../testing/school.ts';
import type { Visitor } from '../testing/visitor.ts';
import { purposeFrom } from './purpose.ts';
import { createStores } from './stores.ts';

let school: School;
let ada: Visitor;
let slug: Slug;

beforeEach(async () => {
  school = await openSchool();
  ada = await school.signIn('ada');
  ({ slug } = await school.createRoom(ada, 'Maths', ['7a']));
});
afterEach(() => school.close());

const begin = async (visitor: Visitor, request: object): Promise<string> =>
  SignInStart.parse((await visitor.ask('POST', apiPaths.signIn, request)).body).nonce;

async function stepUp(visitor: Visitor, kind = 'start-lesson'): Promise<string> {
  const action = kind === 'administer' ? { kind } : { kind, slug };
  const { id } = StepUp.parse((await visitor.ask('POST', apiPaths.stepUp, { action })).body);
  return begin(visitor, { stepUp: id });
}

const purposeOf = (nonce: string) => purposeFrom(createStores(school.db))(nonce);

it('says what an organizer is about to do, and in which room', async () => {
  const expected = { kind: 'start-lesson', room: 'Maths', subject: 'ada' };
  expect(await purposeOf(await stepUp(ada))).toEqual(expected);
});

it('is nothing for a sign-in that is only one', async () => {
  expect(await purposeOf(await begin(ada, {}))).toBeNull();
});

it('is nothing for a nonce that Homeroom has not given out', async () => {
  await stepUp(ada);
  expect(await purposeOf('made up')).toBeNull();
});

it.each(['finn', 'hana', 'bo'] as const)(
  'tells %s, who organizes nothing there, no name of a room by its address',
  async (who) => {
    expect(await purposeOf(await stepUp(await school.signIn(who)))).toBeNull();
  },
);

it('says no more once the right is gone', async () => {
  const nonce = await stepUp(ada);
  await school.db.deleteFrom('roomOrganizer').execute();
  expect(await purposeOf(nonce)).toBeNull();
});

it('names the pages of administration to an administrator alone', async () => {
  const dora = await school.signIn('dora');
  const expected = { kind: 'administer', subject: 'dora' };
  expect(await purposeOf(await stepUp(dora, 'administer'))).toEqual(expected);
  expect(await purposeOf(await stepUp(ada, 'administer'))).toBeNull();
});
