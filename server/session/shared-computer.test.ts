import { afterEach, describe, expect, it } from 'vitest';
import { apiPaths } from '../contract/paths.ts';
import { Problem } from '../contract/problem.ts';
import { Session, SignedIn, SignInStart } from '../contract/session.ts';
import { openSchool, people, type School } from '../testing/school.ts';
import { issuer } from '../testing/test-provider.ts';

let school: School;
afterEach(() => school.close());

async function signInAtSharedComputer() {
  const visitor = school.visitor();
  const begun = await visitor.ask('POST', apiPaths.signIn, { shared: true });
  const { nonce } = SignInStart.parse(begun.body);
  const idToken = await school.provider.idToken(people.ada, nonce, Math.floor(school.now() / 1000));
  const { body } = await visitor.ask('POST', apiPaths.session, { idToken, iss: issuer });
  return { visitor, session: SignedIn.parse(body).session };
}

describe('a shared computer', () => {
  it('signs out after ten idle minutes', async () => {
    school = await openSchool();
    const { visitor, session } = await signInAtSharedComputer();
    expect(session).toMatchObject({ shared: true, idleEndsAt: school.now() + 600_000 });
    school.pass(600_000);
    expect((await visitor.ask('GET', apiPaths.session)).status).toBe(401);
  });

  it('asks for the password at each start of a lesson', async () => {
    school = await openSchool();
    const { visitor } = await signInAtSharedComputer();
    const { slug } = await school.createRoom(visitor, 'Maths', []);
    const { body } = await visitor.ask('POST', apiPaths.lesson(slug), {});
    expect(Problem.parse(body).code).toBe('recent-sign-in-required');
  });

  it('is every computer of a network that the school names', async () => {
    school = await openSchool({ settings: { HOMEROOM_SHARED_NETWORKS: '10.1.2.0/24' } });
    const lab = await school.signIn('finn', school.visitor('10.1.2.7'));
    const home = await school.signIn('finn', school.visitor('203.0.113.7'));
    const sharedAt = async (visitor: typeof lab) =>
      Session.parse((await visitor.ask('GET', apiPaths.session)).body).shared;
    expect([await sharedAt(lab), await sharedAt(home)]).toEqual([true, false]);
  });
});
