/** From the front door through a foreign provider into a session, and what it may not do. */
import { generateKeyPair, SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { apiPaths } from '../../../server/contract/paths.ts';
import { Problem } from '../../../server/contract/problem.ts';
import { SignedIn } from '../../../server/contract/session.ts';
import { foreignProvider } from '../../../server/session/foreign-provider.ts';
import type { School } from '../../../server/testing/school.ts';
import { createBrowser, exchange } from './browser.ts';
import { log, openSchoolOf, redirectUri, settingsFor } from './school.ts';
import { type SchoolProvider, startSchoolProvider } from './start.ts';

let theirs: SchoolProvider;
let school: School;

beforeEach(async () => {
  theirs = await startSchoolProvider(redirectUri);
  theirs.accounts.set('ada', { name: 'Ada Adler', realm_access: { roles: ['8c1d'] } });
  theirs.accounts.set('bo', { name: 'Bo Berg', realm_access: { roles: ['8c1d'] } });
  school = await openSchoolOf(theirs.issuer);
});
afterEach(async () => {
  await school.close();
  await theirs.stop();
});

async function signIn(sub: string, browser = createBrowser(school)) {
  theirs.signsIn.sub = sub;
  return { browser, visitor: browser.visitor, ...(await browser.signIn()) };
}

const codeOf = ({ body }: { body: unknown }) => Problem.parse(body).code;

describe('with a school’s own provider', () => {
  it('a teacher signs in: groups from userinfo, by path, and by the names of the list', async () => {
    const { answer, start } = await signIn('ada');
    // Not 0, which some providers take for no limit at all.
    expect(start).toMatchObject({ prompt: 'login', maxAge: 30 });
    const { session } = SignedIn.parse(answer.body);
    expect(session.person).toMatchObject({ name: 'Ada Adler', role: 'teacher' });
  });

  it('somebody without a known group signs in, and is nobody here', async () => {
    theirs.accounts.set('cook', { name: 'Coco Cook', realm_access: { roles: ['kitchen'] } });
    const { answer } = await signIn('cook');
    const { session } = SignedIn.parse(answer.body);
    expect(session.person).toMatchObject({ role: null, groupsSeen: ['kitchen'] });
  });

  it('one bare role is as good as a list of one', async () => {
    theirs.accounts.set('bare', { name: 'Bea Bare', realm_access: { roles: '8c1d' } });
    const { answer } = await signIn('bare');
    expect(SignedIn.parse(answer.body).session.person.role).toBe('teacher');
  });

  it('one bare string is one group, whatever words stand in it', async () => {
    theirs.accounts.set('fan', { name: 'Fay Fan', realm_access: { roles: 'fans of 8c1d;8c1d' } });
    const { answer } = await signIn('fan');
    expect(SignedIn.parse(answer.body).session.person).toMatchObject({
      role: null,
      groupsSeen: ['fans of 8c1d;8c1d'],
    });
  });

  it('one string is several groups where the school has named what separates them', async () => {
    await school.close();
    school = await openSchoolOf(theirs.issuer, { groupsSeparator: ';' });
    theirs.accounts.set('several', {
      name: 'Sev',
      realm_access: { roles: 'class-Kurs Ma 1; 8c1d' },
    });
    const { answer } = await signIn('several');
    expect(SignedIn.parse(answer.body).session.person).toMatchObject({
      role: 'teacher',
      classes: ['Kurs Ma 1'],
    });
  });

  it('a name that is not said again is kept', async () => {
    await signIn('ada');
    theirs.accounts.set('ada', { realm_access: { roles: ['8c1d'] } });
    const { answer } = await signIn('ada');
    expect(SignedIn.parse(answer.body).session.person.name).toBe('Ada Adler');
    theirs.accounts.set('new', { realm_access: { roles: ['8c1d'] } });
    expect(SignedIn.parse((await signIn('new')).answer.body).session.person.name).toBe('?');
  });

  it('the sign-in counts from when the password was typed', async () => {
    const { answer } = await signIn('ada');
    const { session } = SignedIn.parse(answer.body);
    expect(session.endsAt % 1000).toBe(0);
    expect(Math.abs(session.endsAt - school.now() - 12 * 3_600_000)).toBeLessThan(5_000);
  });

  it('its rotated keys are followed at once', async () => {
    expect((await signIn('ada')).answer.status).toBe(201);
    await theirs.rotate();
    expect((await signIn('bo')).answer.status).toBe(201);
  });

  it('its silence is survived: nobody new, and whoever is in stays', async () => {
    const { visitor } = await signIn('ada');
    const begun = await school.visitor().ask('POST', apiPaths.signIn, {});
    expect(begun.status).toBe(200);
    await theirs.stop();
    expect((await visitor.ask('GET', apiPaths.session)).status).toBe(200);
    await theirs.start();
    // The first request notices that the kept connections were cut.
    await fetch(theirs.issuer).catch(() => {});
    expect((await signIn('bo')).answer.status).toBe(201);
  });

  it("somebody else's access token is refused", async () => {
    const { visitor, begin, throughProvider } = createBrowser(school);
    theirs.signsIn.sub = 'ada';
    const mine = await throughProvider(await begin());
    theirs.signsIn.sub = 'bo';
    const other = createBrowser(school);
    const bo = await other.throughProvider(await other.begin());
    const mixed = { id_token: mine.tokens.id_token, access_token: bo.tokens.access_token };
    expect(codeOf(await exchange(visitor, mixed, mine.iss))).toBe('sign-in-refused');
  });

  it('a callback without the issuer that the provider promises is refused', async () => {
    const { visitor, begin, throughProvider } = createBrowser(school);
    // Whether `iss` is promised is read with the discovery document.
    await signIn('bo');
    const { tokens, iss } = await throughProvider(await begin());
    expect(iss).toBe(theirs.issuer);
    expect(codeOf(await exchange(visitor, tokens, null))).toBe('sign-in-refused');
  });

  it('a token of its own that was made for somebody else’s nonce is refused', async () => {
    theirs.signsIn.sub = 'ada';
    const thief = createBrowser(school);
    const stolen = await thief.throughProvider(await thief.begin());
    const victim = school.visitor();
    await victim.ask('POST', apiPaths.signIn, {});
    expect(codeOf(await exchange(victim, stolen.tokens, stolen.iss))).toBe('sign-in-outdated');
  });

  it('a token signed by another is refused', async () => {
    const { visitor, begin } = createBrowser(school);
    const start = await begin();
    const { privateKey } = await generateKeyPair('RS256');
    const forged = await new SignJWT({ nonce: start.nonce, name: 'Eve' })
      .setProtectedHeader({ alg: 'RS256', kid: 'first' })
      .setIssuer(theirs.issuer)
      .setAudience('homeroom')
      .setSubject('ada')
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(privateKey);
    const answer = await visitor.ask('POST', apiPaths.session, {
      idToken: forged,
      iss: theirs.issuer,
    });
    expect(codeOf(answer)).toBe('sign-in-refused');
  });

  it('signing out leads on to its own sign-out', async () => {
    const { visitor } = await signIn('ada');
    const { body } = await visitor.ask('POST', apiPaths.signOut, {});
    const url = new URL(
      String(body instanceof Object && 'providerUrl' in body ? body.providerUrl : ''),
    );
    expect(url.origin).toBe(theirs.issuer);
    expect(url.searchParams.get('id_token_hint')).toMatch(/^ey/);
    expect(url.searchParams.get('post_logout_redirect_uri')).toBe('https://school.example/');
    const again = await signIn('ada');
    const everywhere = await again.visitor.ask('POST', apiPaths.everywhere, {});
    expect(everywhere.text).toContain('id_token_hint');
  });
});

describe('roles while a session lasts', () => {
  const reopen = async (about: Parameters<typeof startSchoolProvider>[1] = {}) => {
    await theirs.stop();
    theirs = await startSchoolProvider(redirectUri, {
      issueRefreshToken: async () => true,
      ...about,
    });
    await school.close();
    school = await openSchoolOf(theirs.issuer);
    theirs.accounts.set('ada', { name: 'Ada Adler', realm_access: { roles: ['8c1d'] } });
  };
  beforeEach(() => reopen());

  it('are kept where groups come in the ID token and nowhere else', async () => {
    await reopen({
      conformIdTokenClaims: false,
      features: { devInteractions: { enabled: false }, userinfo: { enabled: false } },
    });
    const { visitor } = await signIn('ada');
    await school.app.reread();
    expect((await visitor.ask('POST', apiPaths.rooms, { name: 'New' })).status).toBe(201);
    theirs.accounts.set('ada', { name: 'Ada Adler', realm_access: { roles: ['parents'] } });
    await school.app.reread();
    expect((await visitor.ask('POST', apiPaths.rooms, { name: 'Two' })).status).toBe(403);
  });

  it('follow the provider by the refresh token, which is stored in no readable form', async () => {
    const { visitor } = await signIn('ada');
    theirs.accounts.set('ada', { name: 'Ada Adler', realm_access: { roles: ['parents'] } });
    await school.app.reread();
    expect((await visitor.ask('POST', apiPaths.rooms, { name: 'New' })).status).toBe(403);
    const [row] = await school.db.selectFrom('session').select('refreshToken').execute();
    expect(row?.refreshToken).toMatch(/^[\w-]{60,}$/);
  });

  it('keep what the provider does not say again, the name too', async () => {
    const { visitor } = await signIn('ada');
    theirs.accounts.set('ada', {});
    await school.app.reread();
    const { body } = await visitor.ask('GET', apiPaths.session);
    expect(body).toMatchObject({ person: { name: 'Ada Adler', role: 'teacher' } });
    expect((await visitor.ask('POST', apiPaths.rooms, { name: 'New' })).status).toBe(201);
  });

  it('are taken where the provider says that there are no groups', async () => {
    const { visitor } = await signIn('ada');
    theirs.accounts.set('ada', { name: 'Ada Adler', realm_access: { roles: [] } });
    await school.app.reread();
    expect((await visitor.ask('POST', apiPaths.rooms, { name: 'New' })).status).toBe(403);
  });

  it('end with the account', async () => {
    const { visitor } = await signIn('ada');
    theirs.accounts.delete('ada');
    await school.app.reread();
    expect((await visitor.ask('GET', apiPaths.session)).status).toBe(401);
  });

  it('stand while the provider is silent', async () => {
    const { visitor } = await signIn('ada');
    await theirs.stop();
    await school.app.reread();
    expect((await visitor.ask('GET', apiPaths.session)).status).toBe(200);
    await theirs.start();
  });
});

describe('a provider that is not what it should be', () => {
  const stub =
    (document: object | null): typeof fetch =>
    async () =>
      document === null ? new Response('no', { status: 502 }) : Response.json(document);
  const providerOf = (document: object | null) =>
    foreignProvider({
      settings: settingsFor('https://id.school.example'),
      homeUrl: 'https://school.example/',
      clock: () => 0,
      log,
      fetch: stub(document),
    });
  const good = {
    issuer: 'https://id.school.example',
    authorization_endpoint: 'https://id.school.example/auth',
    token_endpoint: 'https://tokens.school.example/token',
    jwks_uri: 'https://id.school.example/keys',
  };

  it('is reachable when its document is in order', async () => {
    expect(await providerOf(good).probe()).toEqual({ isReachable: true });
    expect(await providerOf(good).origins()).toEqual([
      'https://id.school.example',
      'https://tokens.school.example',
    ]);
  });

  it.each([
    ['invalid_client', 401],
    ['unauthorized_client', 400],
  ])('takes nothing from anybody when it refuses a refresh with %s', async (error, status) => {
    const refuses = foreignProvider({
      settings: settingsFor(good.issuer),
      homeUrl: 'https://school.example/',
      clock: () => 0,
      log,
      fetch: async (url) =>
        url === good.token_endpoint ? Response.json({ error }, { status }) : Response.json(good),
    });
    await expect(refuses.refresh?.('ada', 'token', async () => {})).rejects.toThrow(String(status));
  });

  it.each([
    ['speaks for another issuer', { ...good, issuer: 'https://evil.example' }],
    ['speaks for itself with a slash more', { ...good, issuer: `${good.issuer}/` }],
    ['has no keys', { ...good, jwks_uri: undefined }],
    ['answers with an error', null],
  ])('is refused when it %s', async (_, document) => {
    expect((await providerOf(document).probe()).isReachable).toBe(false);
    await expect(
      providerOf(document).keys({ alg: 'RS256' }, { payload: '', signature: '' }),
    ).rejects.toThrow();
  });
});
