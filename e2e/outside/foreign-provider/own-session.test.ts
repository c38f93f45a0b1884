/**
 * A provider that keeps a session of its own and answers from it, whoever sits there by
 * then: the next person gets in without a password, unless Homeroom looks at the time.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { apiPaths } from '../../../server/contract/paths.ts';
import { Problem } from '../../../server/contract/problem.ts';
import { SignedIn, StepUp } from '../../../server/contract/session.ts';
import type { School } from '../../../server/testing/school.ts';
import type { Answer } from '../../../server/testing/visitor.ts';
import { type Browser, createBrowser, exchange } from './browser.ts';
import { openSchoolOf, redirectUri } from './school.ts';
import { type SchoolProvider, startSchoolProvider } from './start.ts';

let theirs: SchoolProvider;
let school: School;

async function open(sendsAuthTime = true) {
  theirs = await startSchoolProvider(
    redirectUri,
    {},
    { client: { require_auth_time: sendsAuthTime } },
  );
  const roles = { realm_access: { roles: ['8c1d'] } };
  theirs.accounts.set('ada', { name: 'Ada Adler', ...roles });
  theirs.accounts.set('bo', { name: 'Bo Berg', ...roles });
  theirs.accounts.set('finn', { name: 'Finn', realm_access: { roles: ['students', 'class-7a'] } });
  theirs.signsIn.sub = 'ada';
  school = await openSchoolOf(theirs.issuer);
}
afterEach(async () => {
  await school.close();
  await theirs.stop();
});

const problemOf = ({ body }: Answer) => Problem.parse(body);
const personOf = ({ body }: Answer) => SignedIn.parse(body).session.person.name;

async function askStepUp({ visitor }: Browser, slug: string): Promise<string> {
  const action = { kind: 'start-lesson', slug };
  return StepUp.parse((await visitor.ask('POST', apiPaths.stepUp, { action })).body).id;
}

describe('a provider that asks nobody again', () => {
  const openDeaf = async () => {
    await open();
    Object.assign(theirs.unkind, { ignoresPromptFor: Infinity, ignoresMaxAge: 'always' });
  };

  it('lets nobody in on somebody else’s sign-in of an hour ago', async () => {
    await openDeaf();
    const tablet = createBrowser(school);
    expect(personOf((await tablet.signIn()).answer)).toBe('Ada Adler');
    await theirs.age(3_600);
    // The next person sits down, and never sees a password page.
    theirs.signsIn.sub = 'bo';
    const { answer } = await tablet.signIn();
    expect(answer.status).toBe(403);
    expect(problemOf(answer).code).toBe('sign-in-not-fresh');
  });

  it('signs out where the answer says, and the next sign-in is the next person’s', async () => {
    await openDeaf();
    const tablet = createBrowser(school);
    await tablet.signIn();
    await theirs.age(31);
    theirs.signsIn.sub = 'bo';
    const { providerUrl = '' } = problemOf((await tablet.signIn()).answer);
    expect(new URL(providerUrl).searchParams.get('id_token_hint')).toMatch(/^ey/);
    expect(await tablet.signOutThere(providerUrl)).toBe('https://school.example/');
    expect(personOf((await tablet.signIn()).answer)).toBe('Bo Berg');
  });

  it('fails a step-up, which leaves the session; signed out there, it is met', async () => {
    await openDeaf();
    const desk = createBrowser(school);
    await desk.signIn();
    const { slug } = await school.createRoom(desk.visitor, 'Maths', []);
    await theirs.age(60);
    const failed = (await desk.signIn(await askStepUp(desk, slug))).answer;
    expect(problemOf(failed).code).toBe('sign-in-not-fresh');
    expect((await desk.visitor.ask('GET', apiPaths.session)).status).toBe(200);
    await desk.signOutThere(problemOf(failed).providerUrl ?? '');
    const met = (await desk.signIn(await askStepUp(desk, slug))).answer;
    expect(SignedIn.parse(met.body).action).toEqual({ kind: 'start-lesson', slug });
  });
});

describe('a tab that was left waiting at the provider', () => {
  it.each([apiPaths.signOut, apiPaths.everywhere])(
    'leads nowhere after somebody has signed in and out in another one (%s)',
    async (path) => {
      await open();
      const tablet = createBrowser(school);
      const waiting = await tablet.begin();
      await tablet.signIn();
      await tablet.visitor.ask('POST', path, {});
      // The provider still knows Ada, and answers with that.
      Object.assign(theirs.unkind, { ignoresPromptFor: Infinity, ignoresMaxAge: 'always' });
      const { tokens, iss } = await tablet.throughProvider(waiting);
      const answer = await exchange(tablet.visitor, tokens, iss);
      expect(problemOf(answer).code).toBe('sign-in-outdated');
    },
  );
});

describe('a provider as LemonLDAP::NG comes', () => {
  const openLemon = async () => {
    await open();
    Object.assign(theirs.unkind, { ignoresPromptFor: 300, ignoresMaxAge: 'of 0' });
  };

  it('asks the next person for a password, though it does not hear prompt=login', async () => {
    await openLemon();
    const tablet = createBrowser(school);
    await tablet.signIn();
    await theirs.age(60);
    theirs.signsIn.sub = 'bo';
    expect(personOf((await tablet.signIn()).answer)).toBe('Bo Berg');
  });

  it('meets a step-up a minute after the sign-in', async () => {
    await openLemon();
    const desk = createBrowser(school);
    await desk.signIn();
    const { slug } = await school.createRoom(desk.visitor, 'Maths', []);
    await theirs.age(60);
    expect((await desk.signIn(await askStepUp(desk, slug))).answer.status).toBe(201);
  });
});

describe('a provider that never says when somebody signed in', () => {
  it('lets people in, and starts no lesson: the log says why', async () => {
    await open(false);
    Object.assign(theirs.unkind, { ignoresPromptFor: Infinity, ignoresMaxAge: 'always' });
    const desk = createBrowser(school);
    expect(personOf((await desk.signIn()).answer)).toBe('Ada Adler');
    const { slug } = await school.createRoom(desk.visitor, 'Maths', ['7a']);
    const started = await desk.visitor.ask('POST', apiPaths.lesson(slug), {});
    expect(problemOf(started).code).toBe('recent-sign-in-required');
    const again = problemOf((await desk.signIn(await askStepUp(desk, slug))).answer);
    expect(again.code).toBe('sign-in-misconfigured');
    expect(school.logged).toContainEqual({
      fields: expect.objectContaining({
        requestId: again.requestId,
        cause: expect.stringContaining('sends no auth_time'),
      }),
      message: 'sign-in refused',
    });
  });

  it('lets students into a lesson', async () => {
    await open(false);
    const desk = createBrowser(school);
    await desk.signIn();
    const { slug } = await school.createRoom(desk.visitor, 'Maths', ['7a']);
    await school.startLesson(desk.visitor, slug);
    Object.assign(theirs.unkind, { ignoresPromptFor: Infinity, ignoresMaxAge: 'always' });
    theirs.signsIn.sub = 'finn';
    const finn = createBrowser(school);
    expect((await finn.signIn()).answer.status).toBe(201);
    expect((await finn.visitor.ask('POST', apiPaths.pass(slug), {})).status).toBe(201);
  });
});
