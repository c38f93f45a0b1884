import { createHash } from 'node:crypto';
import { type OutgoingHttpHeaders, get } from 'node:http';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keysFileName } from './keys.ts';
import { hashPassword } from './password.ts';
import { changePeople, newPersonId } from './people-file.ts';
import { Browser } from './testing/browser.ts';
import {
  type Running,
  authorizationRequest,
  redeem,
  signIn,
  startIdentity,
  verifyIdToken,
} from './testing/flow.ts';

let at: Running;
beforeAll(async () => {
  at = await startIdentity();
});
afterAll(() => at[Symbol.asyncDispose]());

const begin = async (changes: Record<string, string | null> = {}, browser = new Browser()) => {
  const request = authorizationRequest(at, changes);
  return { request, browser, page: await browser.open(request.url) };
};

/** fetch() would not send a Host of our own. */
function getWithHeaders(url: string, headers: OutgoingHttpHeaders): Promise<string> {
  return new Promise((resolve, reject) => {
    get(url, { headers }, (res) => void textOf(res).then(resolve, reject)).on('error', reject);
  });
}

describe('signing in', () => {
  it('leads a teacher from the request to an ID token with name and groups', async () => {
    const before = Math.floor(Date.now() / 1000);
    const { request, callback, tokens } = await signIn(at, 'cleo', 'cleo');
    const { payload, protectedHeader } = await verifyIdToken(at, tokens.idToken);

    expect(protectedHeader.alg).toBe('ES256');
    expect(payload).toMatchObject({
      sub: 'sample-cleo',
      name: 'Cleo Conti',
      groups: ['teachers', 'admins'],
      nonce: request.nonce,
      sid: expect.any(String),
      at_hash: expect.any(String),
      auth_time: expect.any(Number),
    });
    expect(payload['auth_time']).toBeGreaterThanOrEqual(before);
    const hash = createHash('sha256').update(tokens.accessToken).digest();
    expect(payload['at_hash']).toBe(hash.subarray(0, 16).toString('base64url'));
    const { searchParams } = new URL(callback.url);
    expect(searchParams.get('iss')).toBe(at.identity.issuer);
    expect(searchParams.get('state')).toBe(request.state);
  });

  it('answers at userinfo for the same person', async () => {
    const { tokens } = await signIn(at, 'finn', 'finn');
    const answer = await fetch(new URL('/homeroom/oidc/me', at.url), {
      headers: { authorization: `Bearer ${tokens.accessToken}` },
    });
    expect(await answer.json()).toMatchObject({
      sub: 'sample-finn',
      name: 'Finn Fischer',
      groups: ['students', 'class-7a'],
    });
  });

  it('publishes the keys that it verifies with, and no private part', async () => {
    const published = await fetch(new URL('/homeroom/oidc/jwks', at.url));
    const { keys } = at.identity.jwks();
    expect(await published.json()).toEqual({
      keys: [expect.objectContaining({ kid: keys[0]?.kid })],
    });
    expect(JSON.stringify(keys)).not.toContain('"d"');
  });

  it('keeps no sign-in: the next request of the same browser meets the password page', async () => {
    const { browser } = await signIn(at, 'ada', 'ada');
    expect(browser.cookies.map(({ name }) => name)).not.toContain('homeroom-oidc');
    for (const changes of [{}, { prompt: 'login' }, { max_age: '86400' }, { login_hint: 'ada' }]) {
      const { page } = await begin(changes, browser);
      expect(page.text).toContain('name="password"');
    }
  });

  it('refuses a silent sign-in', async () => {
    const { browser } = await signIn(at, 'ada', 'ada');
    const { page } = await begin({ prompt: 'none' }, browser);
    expect(new URL(page.url).searchParams.get('error')).toBe('login_required');
  });

  it('gives each sign-in another sid', async () => {
    const one = await verifyIdToken(at, (await signIn(at, 'bo', 'bo')).tokens.idToken);
    const two = await verifyIdToken(at, (await signIn(at, 'bo', 'bo')).tokens.idToken);
    expect(one.payload['sid']).not.toBe(two.payload['sid']);
  });

  it('takes the login name as people type it', async () => {
    const { tokens } = await signIn(at, ' Ada ', 'ada');
    expect((await verifyIdToken(at, tokens.idToken)).payload.sub).toBe('sample-ada');
  });

  it('carries several flows of one browser side by side', async () => {
    const browser = new Browser();
    const first = await begin({}, browser);
    const second = await begin({}, browser);
    const done = await browser.submit(first.page, { login: 'ada', password: 'ada' });
    const also = await browser.submit(second.page, { login: 'bo', password: 'bo' });
    expect((await redeem(at, done, first.request)).status).toBe(200);
    expect((await redeem(at, also, second.request)).status).toBe(200);
  });
});

describe('the password page', () => {
  it('can be used without a mouse, a script or good eyes', async () => {
    const { page } = await begin();
    expect(page.text).toMatch(/<html lang="en" dir="ltr">/);
    expect(page.text.match(/<h1>/g)).toHaveLength(1);
    expect(page.text).toContain('<label for="login">');
    expect(page.text).toContain('<label for="password">');
    expect(page.text).toContain('autocomplete="username"');
    expect(page.text).toContain('autocomplete="current-password"');
    expect(page.text).not.toContain('<script');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page.headers.get('content-security-policy')).not.toContain('unsafe-inline');
    expect(page.headers.get('cache-control')).toBe('no-store');
  });

  it("wears the school's logo and colour, without a style in the page", async () => {
    const { page } = await begin();
    expect(page.text).toContain('<img class="logo" src="/logo.svg" alt="" />');
    expect(page.text).toContain('<link rel="icon" href="/icon.svg" />');
    const sheet = await fetch(new URL('/homeroom/oidc/style.css', at.url));
    expect(await sheet.text()).toMatch(/:root:root\{--accent:#123456\}$/);
  });

  it("wears Homeroom's door where the school has no logo, in the school's colour", async () => {
    const school = { name: 'Example School', contact: '', logo: null, icon: '/icon.svg' };
    await using own = await startIdentity({ school });
    const { text } = await new Browser().open(authorizationRequest(own).url);
    expect(text).not.toContain('<img');
    const shapes = (source: string) => [...source.matchAll(/ (?:d|r|rx|cx|cy)="([^"]+)"/g)].flat();
    const logo = join(import.meta.dirname, '../../src/ui/logo.tsx');
    expect(shapes(text)).toEqual(shapes(await readFile(logo, 'utf8')));
    const sheet = await fetch(new URL('/homeroom/oidc/style.css', own.url));
    expect(await sheet.text()).toContain('.ground { fill: var(--accent); }');
  });

  it('sends its stylesheet again only when the colour has changed', async () => {
    const ask = ({ url }: Running, etag = '') =>
      fetch(new URL('/homeroom/oidc/style.css', url), { headers: { 'if-none-match': etag } });
    const etag = (await ask(at)).headers.get('etag') ?? '';
    expect((await ask(at, etag)).status).toBe(304);
    await using other = await startIdentity({ schoolStyle: ':root:root{--accent:#654321}' });
    expect((await ask(other, etag)).status).toBe(200);
  });

  it('speaks the language of the request, else of the browser, in its direction', async () => {
    const arabic = await begin({ ui_locales: 'ar-EG' });
    expect(arabic.page.text).toMatch(/<html lang="ar" dir="rtl">/);
    const german = await begin({}, new Browser({ 'accept-language': 'xx, en;q=0.3, de-CH;q=0.8' }));
    expect(german.page.text).toContain('<h1>Anmelden</h1>');
  });

  it('says the same of a wrong password and of an unknown name', async () => {
    const wrong = await begin();
    const unknown = await begin();
    const one = await wrong.browser.submit(wrong.page, { login: 'ada', password: 'x' });
    const two = await unknown.browser.submit(unknown.page, { login: 'eve', password: 'x' });
    expect(one.status).toBe(422);
    expect(one.text).toContain('role="alert"');
    expect(two.status).toBe(422);
    expect(two.text).toBe(one.text.replace('value="ada"', 'value="eve"'));
  });

  it('lets who mistyped try again in the same flow', async () => {
    const { browser, page, request } = await begin();
    const again = await browser.submit(page, { login: 'ada', password: 'wrong' });
    const done = await browser.submit(again, { login: 'ada', password: 'ada' });
    expect((await redeem(at, done, request)).status).toBe(200);
  });

  it.each(['<img src=x onerror=alert(1)>', '"><script>', "👩‍🏫 O'Neil & <b>", '\u202egnp.exe'])(
    'shows the login %j as text',
    async (login) => {
      const { browser, page } = await begin();
      const { text } = await browser.submit(page, { login, password: 'x' });
      expect(text).not.toContain('<img src=x');
      expect(text).not.toContain('<script');
      expect(text).not.toContain('<b>');
    },
  );

  it.each([
    ['an empty password', { login: 'ada', password: '' }],
    ['no password at all', { login: 'ada' }],
    ['a very long password', { login: 'ada', password: 'a'.repeat(2_000) }],
    ['a very long login', { login: 'a'.repeat(2_000), password: 'ada' }],
    ['a NUL in the login', { login: 'ada\0', password: 'ada' }],
  ])('refuses %s', async (_what, fields) => {
    const { browser, page } = await begin();
    expect((await browser.submit(page, { ...fields })).status).toBe(422);
  });

  it('refuses an oversized body and another content type', async () => {
    const { browser, page } = await begin();
    const big = await browser.submit(page, { login: 'ada', password: 'a'.repeat(100_000) });
    expect(big.status).toBe(413);
    const json = await browser.open(page.url, {
      method: 'POST',
      body: '{"login":"ada","password":"ada"}',
      headers: { 'content-type': 'application/json' },
    });
    expect(json.status).toBe(415);
  });

  it('ignores a form that another site sends', async () => {
    const { browser, page } = await begin();
    const fields = { login: 'ada', password: 'ada' };
    for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }]) {
      const answer = await browser.submit(page, fields, headers);
      expect(answer.status).toBe(403);
    }
  });

  it('ignores a form from a browser that did not begin the flow', async () => {
    const { page } = await begin();
    const other = new Browser();
    const answer = await other.submit(page, { login: 'ada', password: 'ada' });
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('Start again');
  });

  it('offers to start again when the flow was lost by a restart', async () => {
    const { browser, page } = await begin();
    await using after = await startIdentity();
    const moved = { ...page, url: page.url.replace(at.url.origin, after.url.origin) };
    const answer = await browser.submit(moved, { login: 'ada', password: 'ada' });
    expect(answer.text).toContain('href="/"');
  });

  it('stops guessing one account, and says for how long', async () => {
    await using own = await startIdentity();
    const request = authorizationRequest(own);
    const browser = new Browser();
    const page = await browser.open(request.url);
    for (let n = 0; n < 10; n += 1) {
      expect((await browser.submit(page, { login: 'bo', password: `guess ${n}` })).status).toBe(
        422,
      );
    }
    const stopped = await browser.submit(page, { login: 'bo', password: 'bo' });
    expect(stopped.status).toBe(429);
    expect(Number(stopped.headers.get('retry-after'))).toBeGreaterThan(60);
    expect(stopped.text).toMatch(/in \d+ minutes\. It may work sooner/);
  });
});

describe('requests that were tampered with', () => {
  it.each([
    ['an address elsewhere', 'https://evil.example/homeroom/signed-in'],
    ['another path here', '/homeroom/signed-in/../../evil'],
    ['an address with user info', 'http://127.0.0.1@evil.example/homeroom/signed-in'],
    ['a script', 'javascript:alert(1)'],
  ])('never redirects to %s', async (_what, uri) => {
    const { browser, page } = await begin({ redirect_uri: uri });
    expect(page.status).toBe(400);
    expect(page.text).toContain('Start again');
    expect(browser.visited).toHaveLength(1);
  });

  it.each([
    ['without PKCE', { code_challenge: null, code_challenge_method: null }, 'invalid_request'],
    ['with plain PKCE', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['for a token', { response_type: 'id_token' }, 'unsupported_response_type'],
  ])('refuses a request %s', async (_what, changes, error) => {
    const { page } = await begin(changes);
    const url = new URL(page.url);
    const params = url.search === '' ? new URLSearchParams(url.hash.slice(1)) : url.searchParams;
    expect(params.get('error')).toBe(error);
    expect(params.get('code')).toBeNull();
  });

  it('refuses an unknown client', async () => {
    const { page } = await begin({ client_id: 'other' });
    expect(page.status).toBe(400);
  });

  it('redeems a code once, with its own verifier only', async () => {
    const { request, callback } = await signIn(at, 'ada', 'ada');
    expect((await redeem(at, callback, request)).status).toBe(400);

    const { browser, page, request: next } = await begin();
    const done = await browser.submit(page, { login: 'ada', password: 'ada' });
    const stolen = await redeem(at, done, { ...next, verifier: request.verifier });
    expect(stolen.status).toBe(400);
  });

  it('redeems a code once, also when two try at the same moment', async () => {
    const { browser, page, request } = await begin();
    const done = await browser.submit(page, { login: 'ada', password: 'ada' });
    const answers = await Promise.all([1, 2, 3, 4].map(() => redeem(at, done, request)));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it('follows the public address, whatever Host or forwarding header came in', async () => {
    const text = await getWithHeaders(`${at.identity.issuer}/.well-known/openid-configuration`, {
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'gopher',
    });
    expect(text).not.toContain('evil.example');
    expect(JSON.parse(text)).toMatchObject({
      issuer: at.identity.issuer,
      token_endpoint: `${at.identity.issuer}/token`,
    });
  });

  it('knows no sign-out of its own, no registration and no introspection', async () => {
    for (const path of [
      'session/end',
      'reg',
      'request',
      'device/auth',
      'token/introspection',
      'token/revocation',
      'nothing',
    ]) {
      const answer = await fetch(`${at.identity.issuer}/${path}`, { redirect: 'manual' });
      expect(answer.status).toBe(404);
    }
  });
});

describe('behind a proxy that ends TLS', () => {
  const publicUrl = new URL('https://school.example');
  const redirect = { redirect_uri: 'https://school.example/homeroom/signed-in' };

  it('leads through the whole flow at the public address', async () => {
    await using own = await startIdentity({ publicUrl });
    const proxied = new Map([[publicUrl.origin, own.url.origin]]);
    const browser = new Browser({ 'x-forwarded-for': '203.0.113.7' }, proxied);
    const request = authorizationRequest(own, redirect);
    const form = await browser.open(request.url.replace(own.url.origin, publicUrl.origin));
    const done = await browser.submit(form, { login: 'ada', password: 'ada' });
    expect(new URL(done.url).origin).toBe(publicUrl.origin);
    expect(new URL(done.url).searchParams.get('iss')).toBe('https://school.example/homeroom/oidc');
    expect(browser.visited.every((url) => url.startsWith('https://school.example/'))).toBe(true);
    for (const { name } of browser.cookies) expect(name).toMatch(/^__Secure-homeroom-/);
    const code = new URL(done.url).searchParams.get('code') ?? '';
    const answer = await fetch(new URL('/homeroom/oidc/token', own.url), {
      method: 'POST',
      headers: { origin: publicUrl.origin },
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        client_id: 'homeroom',
        code,
        code_verifier: request.verifier,
        ...redirect,
      }),
    });
    expect(answer.status).toBe(200);
  });

  it('sets Secure cookies with a prefix that only https may set', async () => {
    await using own = await startIdentity({ publicUrl });
    const answer = await fetch(authorizationRequest(own, redirect).url, { redirect: 'manual' });
    const cookies = answer.headers.getSetCookie();
    expect(cookies.length).toBeGreaterThan(0);
    for (const cookie of cookies) {
      expect(cookie).toMatch(/^__Secure-/);
      expect(cookie).toMatch(/; secure/i);
      expect(cookie).toMatch(/; httponly/i);
      expect(cookie).toMatch(/; samesite=lax/i);
    }
  });
});

describe('the directory lookup', () => {
  it('lists classes, finds teachers and tells who is still here', async () => {
    const { directory } = at.identity;
    if (!directory) throw new Error('sample people can be looked up');
    expect(await directory.listClasses()).toEqual(['7a', '7b']);
    expect(await directory.findTeachers('berg')).toEqual({
      teachers: [{ subject: 'sample-bo', name: 'Bo Berg', detail: 'bo' }],
      isCut: false,
    });
    expect(await directory.findTeachers('finn')).toEqual({ teachers: [], isCut: false });
    expect(await directory.stillHere('sample-ivo')).toMatchObject({ name: 'Ivo Ivanov' });
    expect(await directory.stillHere('sample-eve')).toBeNull();
  });
});

describe('a password that the school gave', () => {
  it('is replaced in the same flow before it opens anything', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'identity-'));
    const path = join(dir, 'people.json');
    const anna = {
      id: newPersonId(),
      login: 'anna',
      name: 'Anna <A> 👩‍🏫',
      groups: ['teachers'],
      password: await hashPassword('given by school'),
      mustChange: true,
    };
    await changePeople(path, () => [anna]);
    await using own = await startIdentity({ directory: { kind: 'people-file', path } });
    const browser = new Browser();
    const request = authorizationRequest(own);
    const form = await browser.open(request.url);
    const ask = await browser.submit(form, { login: 'anna', password: 'given by school' });
    expect(ask.text).toContain('autocomplete="new-password"');

    const tell = (next: string, repeat = next) =>
      browser.submit(ask, { step: 'change', next, repeat });
    expect((await tell('short')).text).toContain('at least 8');
    // What no sign-in would ever try.
    expect((await tell('x'.repeat(2_000))).text).toContain('at most 1024');
    expect((await tell('€'.repeat(1_025))).text).toContain('at most 1024');
    expect((await tell('long enough', 'long enouhg')).text).toContain('not the same');
    expect((await tell('given by school')).text).toContain('is the old one');
    const done = await tell('my own words');
    const answer: unknown = await (await redeem(own, done, request)).json();
    expect(answer).toMatchObject({ id_token: expect.any(String) });

    const { tokens } = await signIn(own, 'anna', 'my own words');
    const { payload } = await verifyIdToken(own, tokens.idToken);
    expect(payload).toMatchObject({ sub: anna.id, name: anna.name });
    await rm(dir, { recursive: true });
  });

  it('cannot be replaced by who has not shown the old one', async () => {
    const { browser, page } = await begin();
    const answer = await browser.submit(page, {
      step: 'change',
      next: 'x'.repeat(9),
      repeat: 'x'.repeat(9),
    });
    expect(answer.text).toContain('autocomplete="current-password"');
  });
});

it('does not start with a people file that it does not understand', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'identity-'));
  const path = join(dir, 'people.json');
  await writeFile(path, '{"people":[]}');
  await expect(startIdentity({ directory: { kind: 'people-file', path } })).rejects.toThrow(path);
  await rm(path);
  await using own = await startIdentity({ directory: { kind: 'people-file', path } });
  // Gone, or a slip in the setting: nobody can sign in, and whoever asks is told.
  expect(await own.identity.probeDirectory()).toMatchObject({ isReachable: false });
  await writeFile(path, 'broken');
  expect(await own.identity.probeDirectory()).toMatchObject({ isReachable: false });
  await rm(dir, { recursive: true });
});

it('lets one address begin only so many sign-ins, so that others keep theirs', async () => {
  let now = Date.now();
  await using own = await startIdentity({ clock: () => now });
  const at = (cookie: string): RequestInit => ({ redirect: 'manual', headers: { cookie } });
  const begin = () => fetch(authorizationRequest(own).url, at(''));
  const { browser } = await signIn(own, 'ada', 'ada');
  const [device = ''] = browser.cookies
    .filter(({ name }) => name === 'homeroom-device')
    .map(({ name, value }) => `${name}=${value}`);
  const statuses = new Set<number>();
  for (let n = 0; n < 60; n += 1) {
    const answers = await Promise.all(Array.from({ length: 60 }, begin));
    for (const { status } of answers) statuses.add(status);
  }
  expect([...statuses]).toEqual([303, 429]);
  // Who has signed in with this browser before does not depend on the neighbours.
  expect((await fetch(authorizationRequest(own).url, at(device))).status).toBe(303);
  // And the others wait for no longer than the flood lasts.
  now += 50;
  expect((await begin()).status).toBe(303);
});

describe('the keys', () => {
  it('stay the same over a restart, for the owner only', async () => {
    const keysDir = await mkdtemp(join(tmpdir(), 'identity-keys-'));
    await using first = await startIdentity({ keysDir });
    await using second = await startIdentity({ keysDir });
    expect(second.identity.jwks()).toEqual(first.identity.jwks());
    expect((await stat(join(keysDir, keysFileName))).mode & 0o777).toBe(0o600);
    await writeFile(join(keysDir, keysFileName), '{}');
    await expect(startIdentity({ keysDir })).rejects.toThrow(keysFileName);
    await rm(keysDir, { recursive: true });
  });
});
