/** What a sign-in leaves in the session that it opens, or goes on with. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { apiPaths } from '../contract/paths.ts';
import { Problem } from '../contract/problem.ts';
import { SignedIn, SignInStart, StepUp } from '../contract/session.ts';
import { openSchool, type School, type SchoolOptions } from '../testing/school.ts';
import { clientId, createTestProvider, issuer } from '../testing/test-provider.ts';
import type { Visitor } from '../testing/visitor.ts';

let school: School;
beforeEach(() => open());
afterEach(() => school.close());

async function open(options: SchoolOptions = {}): Promise<void> {
  school = await openSchool(options);
}

/** Another school in place of the one that each test begins with. */
async function openAnother(options: SchoolOptions): Promise<void> {
  await school.close();
  await open(options);
}

type Asked = {
  claims?: object;
  stepUp?: string;
  shared?: boolean;
  more?: object;
  iss?: string | undefined;
};

/** Ada signs in, or whoever the claims name. */
async function signIn(asked: Asked = {}, visitor: Visitor = school.visitor()) {
  const { stepUp, shared, claims = {}, more = {} } = asked;
  const begun = await visitor.ask('POST', apiPaths.signIn, {
    ...(stepUp === undefined ? {} : { stepUp }),
    ...(shared === undefined ? {} : { shared }),
  });
  const { nonce } = SignInStart.parse(begun.body);
  const now = Math.floor(school.now() / 1000);
  const idToken = await school.provider.sign({
    iss: issuer,
    aud: clientId,
    sub: 'ada',
    name: 'Ada',
    groups: ['teachers'],
    nonce,
    iat: now,
    exp: now + 300,
    auth_time: now,
    ...claims,
  });
  const iss = 'iss' in asked ? asked.iss : issuer;
  const body = { idToken, ...(iss === undefined ? {} : { iss }), ...more };
  const answer = await visitor.ask('POST', apiPaths.session, body);
  return { visitor, answer, idToken };
}

const said = ({ answer }: Awaited<ReturnType<typeof signIn>>) =>
  answer.status < 400 ? 'signed in' : Problem.parse(answer.body).code;

const refusalLogged = () =>
  school.logged.find(({ message }) => message === 'sign-in refused')?.fields;

const rows = () => school.db.selectFrom('session').selectAll().execute();

async function askStepUp(visitor: Visitor): Promise<string> {
  const action = { kind: 'start-lesson', slug: 'maths' };
  return StepUp.parse((await visitor.ask('POST', apiPaths.stepUp, { action })).body).id;
}

describe('a session', () => {
  it('keeps what the provider has given, and nothing of it readable', async () => {
    const more = { refreshToken: 'to ask again with' };
    const { idToken } = await signIn({ claims: { sid: 'there' }, more });
    const [row] = await rows();
    expect(row).toMatchObject({ providerSid: 'there', authTime: school.now(), isShared: 0 });
    expect(row?.refreshToken).toEqual(expect.stringMatching(/./));
    expect(JSON.stringify(row)).not.toContain('to ask again with');
    expect(row?.idToken).not.toContain(idToken.slice(-20));
    expect(school.logged.filter(({ message }) => message.includes('auth_time'))).toEqual([]);
  });

  it('keeps no refresh token and no sid where none came', async () => {
    await signIn({ claims: { sid: 7 } });
    expect(await rows()).toMatchObject([{ refreshToken: null, providerSid: null }]);
  });

  it('is short at a shared computer', async () => {
    await signIn({ shared: true });
    expect(await rows()).toMatchObject([{ isShared: 1 }]);
  });

  it('lasts from now where the provider does not say when, and the log says what follows', async () => {
    await signIn({ claims: { auth_time: undefined } });
    expect(await rows()).toMatchObject([
      { authTime: null, endsAt: school.now() + 12 * 60 * 60_000 },
    ]);
    expect(school.logged.map(({ message }) => message)).toContainEqual(
      expect.stringContaining('sends no auth_time'),
    );
  });

  it('is not opened when it would have ended already', async () => {
    const limits = ['IDLE', 'SHARED_IDLE', 'LONGEST'].map((name) => [
      `HOMEROOM_SESSION_${name}`,
      '20s',
    ]);
    await openAnother({ settings: Object.fromEntries(limits) });
    const at = (ago: number) => ({ claims: { auth_time: school.now() / 1000 - ago } });
    expect(said(await signIn(at(19)))).toBe('signed in');
    expect(said(await signIn(at(20)))).toBe('sign-in-outdated');
  });
});

describe('a step-up', () => {
  it('goes on with the session: the same name, the same room, and its action is said', async () => {
    const { visitor } = await signIn();
    const { slug } = await school.createRoom(visitor, 'Maths', []);
    await school.startLesson(visitor, slug);
    const before = await rows();
    const { answer } = await signIn({ stepUp: await askStepUp(visitor) }, visitor);
    expect(SignedIn.parse(answer.body).action).toEqual({ kind: 'start-lesson', slug: 'maths' });
    const after = await rows();
    expect(after).toHaveLength(1);
    expect(after[0]).toMatchObject({ ref: before[0]?.ref, attendingSlug: slug });
    expect(after[0]?.idHash).not.toBe(before[0]?.idHash);
  });

  it('is not met by the same subject of another provider', async () => {
    const { visitor } = await signIn();
    const stepUp = await askStepUp(visitor);
    await school.db.updateTable('person').set({ issuer: 'https://elsewhere.example' }).execute();
    expect(said(await signIn({ stepUp }, visitor))).toBe('sign-in-other-person');
  });

  it('says in the log why it cannot be met without a time of sign-in', async () => {
    const { visitor } = await signIn();
    const stepUp = await askStepUp(visitor);
    const refused = await signIn({ stepUp, claims: { auth_time: undefined } }, visitor);
    expect(said(refused)).toBe('sign-in-misconfigured');
    expect(refusalLogged()).toMatchObject({
      reason: 'step-up-without-auth-time',
      cause: expect.stringContaining('no auth_time'),
    });
  });
});

describe('a sign-in in a browser where somebody is', () => {
  it('says no action, ends the session that stood there, and takes nothing over', async () => {
    const { visitor } = await signIn();
    const { slug } = await school.createRoom(visitor, 'Maths', []);
    await school.startLesson(visitor, slug);
    const [before] = await rows();
    const { answer } = await signIn({}, visitor);
    expect(SignedIn.parse(answer.body).action).toBeUndefined();
    const after = await rows();
    expect(after).toMatchObject([{ attendingSlug: null }]);
    expect(after[0]?.ref).not.toBe(before?.ref);
  });
});

describe('a callback', () => {
  it('without an issuer is taken where the provider promises none, and never one of another', async () => {
    const provider = { ...createTestProvider(), sendsIssuer: () => Promise.resolve(false) };
    await openAnother({ provider });
    const nameless: Asked = { iss: undefined };
    expect(said(await signIn(nameless))).toBe('signed in');
    expect(said(await signIn({ iss: issuer }))).toBe('signed in');
    expect(said(await signIn({ iss: 'https://evil.example' }))).toBe('sign-in-refused');
  });
});

describe('userinfo', () => {
  it.each([
    ['unreachable', 'provider-unreachable', 'userinfo-unreachable'],
    ['subject-differs', 'sign-in-refused', 'userinfo-subject'],
  ] as const)('that is %s opens nothing, and the log says why', async (reason, code, logged) => {
    const readPerson = async () => ({ ok: false, reason, cause: 'as it was' }) as const;
    await openAnother({ provider: { ...createTestProvider(), readPerson } });
    expect(said(await signIn())).toBe(code);
    expect(await rows()).toEqual([]);
    expect(refusalLogged()).toMatchObject({ reason: logged, cause: 'as it was' });
  });
});
