/** The provider tells of sign-outs there, as OpenID Connect Back-Channel Logout 1.0 says. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { apiPaths } from '../../../server/contract/paths.ts';
import { SignedOut } from '../../../server/contract/session.ts';
import type { School } from '../../../server/testing/school.ts';
import { createBrowser } from './browser.ts';
import { openSchoolOf, redirectUri } from './school.ts';
import { type SchoolProvider, startSchoolProvider } from './start.ts';

let theirs: SchoolProvider;
let school: School;
let calls: number[];

async function open(isSessionRequired: boolean) {
  theirs = await startSchoolProvider(
    redirectUri,
    {
      features: { devInteractions: { enabled: false }, backchannelLogout: { enabled: true } },
      fetch: async (url, init) => {
        const { method = 'POST', headers = {}, body = null } = init ?? {};
        const call = new Request(url, { method, headers, body });
        const answer = await school.app.fetch(call);
        calls.push(answer.status);
        return answer;
      },
    },
    {
      client: {
        backchannel_logout_uri: `https://school.example${apiPaths.backChannelLogout}`,
        backchannel_logout_session_required: isSessionRequired,
      },
    },
  );
  theirs.accounts.set('ada', { name: 'Ada Adler', realm_access: { roles: ['8c1d'] } });
  theirs.signsIn.sub = 'ada';
  school = await openSchoolOf(theirs.issuer);
}

beforeEach(() => {
  calls = [];
});
afterEach(async () => {
  await school.close();
  await theirs.stop();
});

async function signedIn() {
  const browser = createBrowser(school);
  expect((await browser.signIn()).answer.status).toBe(201);
  const stands = async () => (await browser.visitor.ask('GET', apiPaths.session)).status === 200;
  return { ...browser, stands };
}

const leave = async ({ visitor }: Awaited<ReturnType<typeof signedIn>>) =>
  SignedOut.parse((await visitor.ask('POST', apiPaths.signOut, {})).body).providerUrl ?? '';

describe('a provider that names the session', () => {
  beforeEach(() => open(true));

  it('ends one device with the sign-out there, and leaves the other and its lesson', async () => {
    const [tablet, desk] = [await signedIn(), await signedIn()];
    const { slug } = await school.createRoom(desk.visitor, 'Maths', []);
    await school.startLesson(desk.visitor, slug);
    // Homeroom's own sign-out first: the call that follows names a session that is over.
    await tablet.signOutThere(await leave(tablet));
    expect(calls).toEqual([200]);
    expect(await tablet.stands()).toBe(false);
    expect(await desk.stands()).toBe(true);
    expect((await desk.visitor.ask('POST', apiPaths.pass(slug), {})).status).toBe(201);
  });

  it('ends the session here when somebody signs out there alone, and says so in the log', async () => {
    const [tablet, desk] = [await signedIn(), await signedIn()];
    const there = new URL('/session/end', theirs.issuer);
    there.searchParams.set('client_id', 'homeroom');
    await tablet.signOutThere(there.href);
    expect(calls).toEqual([200]);
    expect(await tablet.stands()).toBe(false);
    expect(await desk.stands()).toBe(true);
    expect(school.logged).toContainEqual({
      fields: { sessions: 1, isOfOneSession: true },
      message: 'the OpenID provider signed somebody out',
    });
  });
});

describe('a provider that names the person only', () => {
  beforeEach(() => open(false));

  it('ends every device of that person', async () => {
    const [tablet, desk] = [await signedIn(), await signedIn()];
    await tablet.signOutThere(await leave(tablet));
    expect(await desk.stands()).toBe(false);
  });
});
