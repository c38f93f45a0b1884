/** From the front door through a foreign provider into a session, and what it may not do. */
import { createHash, randomBytes } from 'node:crypto';
import { generateKeyPair, SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { apiPaths } from '../../../server/contract/paths.ts';
import { Problem } from '../../../server/contract/problem.ts';
import { SignedIn, SignInStart } from '../../../server/contract/session.ts';
import { foreignProvider } from '../../../server/session/foreign-provider.ts';
import type { OidcSettings } from '../../../server/session/oidc-settings.ts';
import { openSchool, type School } from '../../../server/testing/school.ts';
import type { Visitor } from '../../../server/testing/visitor.ts';
import { type SchoolProvider, startSchoolProvider } from './start.ts';

const redirectUri = 'https://school.example/homeroom/signed-in';
const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

const notOurs = () => Promise.reject(new Error('theirs to make'));

let theirs: SchoolProvider;
let school: School;

const settingsFor = (issuer: string): OidcSettings => ({
  issuer,
  clientId: 'homeroom',
  clientSecret: null,
  scope: 'openid profile',
  groupsClaim: 'realm_access.roles',
  groupNames: new Map([['8c1d', 'teachers']]),
});

beforeEach(async () => {
  theirs = await startSchoolProvider(redirectUri);
  theirs.accounts.set('ada', { name: 'Ada Adler', realm_access: { roles: ['8c1d'] } });
  theirs.accounts.set('bo', { name: 'Bo Berg', realm_access: { roles: ['8c1d'] } });
  const own = foreignProvider({
    settings: settingsFor(theirs.issuer),
    homeUrl: 'https://school.example/',
    clock: Date.now,
    log,
    keysCooldown: 0,
  });
  school = await openSchool({
    provider: { ...own, idToken: notOurs, sign: notOurs },
    directory: null,
  });
  // The provider's clock is the real one.
  school.pass(Date.now() - school.now());
});
afterEach(async () => {
  await school.close();
  await theirs.stop();
});

type Tokens = { id_token: string; access_token: string; refresh_token?: string };

/** What a browser does: the authorization request, the provider's pages, the code, the tokens. */
async function throughProvider(
  start: SignInStart,
): Promise<{ tokens: Tokens; iss: string | null }> {
  const verifier = randomBytes(32).toString('base64url');
  const first = new URL('/auth', theirs.issuer);
  first.search = new URLSearchParams({
    client_id: start.clientId,
    redirect_uri: start.redirectUri,
    response_type: 'code',
    scope: start.scope,
    nonce: start.nonce,
    state: 'state',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...(start.prompt ? { prompt: start.prompt } : {}),
    ...(start.maxAge === undefined ? {} : { max_age: String(start.maxAge) }),
  }).toString();
  const callback = await follow(first);
  const answer = await fetch(new URL('/token', theirs.issuer), {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: start.clientId,
      redirect_uri: start.redirectUri,
      code: callback.searchParams.get('code') ?? '',
      code_verifier: verifier,
    }),
  });
  const tokens: Tokens = JSON.parse(await answer.text());
  return { tokens, iss: callback.searchParams.get('iss') };
}

async function follow(first: URL): Promise<URL> {
  const cookies = new Map<string, string>();
  let next = first;
  for (let hops = 0; hops < 10; hops += 1) {
    if (next.href.startsWith(redirectUri)) return next;
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(next, { redirect: 'manual', headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [name = '', ...value] = (line.split(';')[0] ?? '').split('=');
      cookies.set(name, value.join('='));
    }
    const location = response.headers.get('location');
    if (!location) throw new Error(`${response.status} ${await response.text()}`);
    next = new URL(location, next);
  }
  throw new Error('round and round');
}

async function signIn(sub: string, visitor = school.visitor()) {
  theirs.signsIn.sub = sub;
  const begun = await visitor.ask('POST', apiPaths.signIn, {});
  const start = SignInStart.parse(begun.body);
  const { tokens, iss } = await throughProvider(start);
  return { visitor, start, answer: await exchange(visitor, tokens, iss) };
}

const exchange = (visitor: Visitor, tokens: Tokens, iss: string | null) =>
  visitor.ask('POST', apiPaths.session, {
    idToken: tokens.id_token,
    accessToken: tokens.access_token,
    ...(tokens.refresh_token ? { refreshToken: tokens.refresh_token } : {}),
    ...(iss === null ? {} : { iss }),
  });

const codeOf = ({ body }: { body: unknown }) => Problem.parse(body).code;

describe('with a school’s own provider', () => {
  it('a teacher signs in: groups from userinfo, by path, and by the names of the list', async () => {
    const { answer, start } = await signIn('ada');
    expect(start).toMatchObject({ prompt: 'login', maxAge: 43_200 });
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
    // The connections that were kept are cut; the first try notices.
    await fetch(theirs.issuer).catch(() => {});
    expect((await signIn('bo')).answer.status).toBe(201);
  });

  it("somebody else's access token is refused", async () => {
    const visitor = school.visitor();
    theirs.signsIn.sub = 'ada';
    const start = SignInStart.parse((await visitor.ask('POST', apiPaths.signIn, {})).body);
    const mine = await throughProvider(start);
    theirs.signsIn.sub = 'bo';
    const bo = await throughProvider(
      SignInStart.parse((await school.visitor().ask('POST', apiPaths.signIn, {})).body),
    );
    const mixed = { id_token: mine.tokens.id_token, access_token: bo.tokens.access_token };
    expect(codeOf(await exchange(visitor, mixed, mine.iss))).toBe('sign-in-refused');
  });

  it('a callback without the issuer that the provider promises is refused', async () => {
    const visitor = school.visitor();
    theirs.signsIn.sub = 'ada';
    // The promise is read with the discovery document.
    await signIn('bo');
    const start = SignInStart.parse((await visitor.ask('POST', apiPaths.signIn, {})).body);
    const { tokens, iss } = await throughProvider(start);
    expect(iss).toBe(theirs.issuer);
    expect(codeOf(await exchange(visitor, tokens, null))).toBe('sign-in-refused');
  });

  it('a token of its own that was made for somebody else’s nonce is refused', async () => {
    theirs.signsIn.sub = 'ada';
    const thief = SignInStart.parse((await school.visitor().ask('POST', apiPaths.signIn, {})).body);
    const stolen = await throughProvider(thief);
    const victim = school.visitor();
    await victim.ask('POST', apiPaths.signIn, {});
    expect(codeOf(await exchange(victim, stolen.tokens, stolen.iss))).toBe('sign-in-outdated');
  });

  it('a token signed by another is refused', async () => {
    const visitor = school.visitor();
    const start = SignInStart.parse((await visitor.ask('POST', apiPaths.signIn, {})).body);
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

describe('roles of standing sessions', () => {
  const reopen = async (about: Parameters<typeof startSchoolProvider>[1] = {}) => {
    await theirs.stop();
    theirs = await startSchoolProvider(redirectUri, {
      issueRefreshToken: async () => true,
      ...about,
    });
    await school.close();
    const own = foreignProvider({
      settings: settingsFor(theirs.issuer),
      homeUrl: 'https://school.example/',
      clock: Date.now,
      log,
    });
    school = await openSchool({
      provider: { ...own, idToken: notOurs, sign: notOurs },
      directory: null,
    });
    school.pass(Date.now() - school.now());
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
