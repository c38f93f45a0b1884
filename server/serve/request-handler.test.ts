/** Whose address a request has: over a real socket, for the application and for the provider. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readConfig } from '../config.ts';
import { SignedIn, SignInStart } from '../contract/session.ts';
import { changePeople, newPersonId } from '../identity/people-file.ts';
import { hashPassword } from '../identity/password.ts';
import { Browser } from '../identity/testing/browser.ts';
import { authorizationRequest, redeem } from '../identity/testing/flow.ts';
import { listenOn } from './listen.ts';
import { serve, type Serving } from './serve.ts';

const Tokens = z.object({ id_token: z.string() });

let folder: string;
let serving: Serving;
let url: URL;
let logged: object[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'homeroom-answering-'));
  mkdirSync(join(folder, 'web'));
  writeFileSync(
    join(folder, 'web', 'index.html'),
    '<html lang="en" dir="ltr"><title>Homeroom</title><!--page-data--><!--front-door--></html>',
  );
  const password = await hashPassword('long enough');
  await changePeople(join(folder, 'people.json'), () =>
    ['ada', 'bo'].map((login) => ({
      id: newPersonId(),
      login,
      name: login,
      groups: ['teachers'],
      password,
    })),
  );
  logged = [];
});
afterEach(async () => {
  await serving.close();
  rmSync(folder, { recursive: true });
});

async function start(settings: Record<string, string>): Promise<void> {
  const server = createServer();
  const { port } = await listenOn(server, '127.0.0.1', 0);
  url = new URL(`http://localhost:${port}/`);
  const { config, faults } = readConfig(
    {
      HOMEROOM_URL: url.origin,
      HOMEROOM_DATA: folder,
      HOMEROOM_PEOPLE_FILE: join(folder, 'people.json'),
      HOMEROOM_JITSI_URL: 'https://meet.school.example',
      HOMEROOM_JITSI_APP_SECRET: 's'.repeat(32),
      HOMEROOM_UNSAFE_NO_MODULE: '1',
      HOMEROOM_SHARED_NETWORKS: '10.1.2.0/24, 2001:db8:1::/48',
      ...settings,
    },
    () => '',
  );
  expect(faults).toEqual([]);
  const log = {
    debug: () => {},
    info: () => {},
    warn: (fields: object) => void logged.push(fields),
    error: () => {},
  };
  serving = await serve(config, {
    webDir: join(folder, 'web'),
    version: 'test',
    clock: Date.now,
    log,
    server,
    logo: null,
  });
}

const post = (browser: Browser, path: string, body: unknown) =>
  browser.open(new URL(path, url).href, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { origin: url.origin, 'content-type': 'application/json' },
  });

/** The whole way in. @returns whether the session is one of a shared computer */
async function isShared(headers: Record<string, string>): Promise<boolean> {
  const browser = new Browser(headers);
  const begun = await post(browser, '/homeroom/api/sign-in', {});
  const { nonce, issuer } = SignInStart.parse(JSON.parse(begun.text));
  const request = authorizationRequest({ url }, { nonce });
  const form = await browser.open(request.url);
  const callback = await browser.submit(form, { login: 'ada', password: 'long enough' });
  const tokens = Tokens.parse(await (await redeem({ url }, callback, request)).json());
  const done = await post(browser, '/homeroom/api/session', {
    idToken: tokens.id_token,
    iss: issuer,
  });
  return SignedIn.parse(JSON.parse(done.text)).session.shared;
}

/** Guesses until it stops. @returns by which network the guesses were counted */
async function rateLimitKey(headers: Record<string, string>): Promise<unknown> {
  const browser = new Browser(headers);
  const form = await browser.open(authorizationRequest({ url }).url);
  for (let n = 0; n < 12; n += 1)
    await browser.submit(form, { login: 'bo', password: `wrong ${n}` });
  return logged.flatMap((fields) => ('network' in fields ? [fields.network] : []))[0];
}

describe('without a proxy', () => {
  beforeEach(() => start({}));

  it('nobody makes a computer a shared one by a header', async () => {
    expect(await isShared({ 'x-forwarded-for': '10.1.2.7' })).toBe(false);
    expect(await isShared({ forwarded: 'for=10.1.2.7', 'x-real-ip': '10.1.2.7' })).toBe(false);
  });

  it('nobody is counted as somebody else', async () => {
    expect(await rateLimitKey({ 'x-forwarded-for': '203.0.113.7' })).toBe('127.0.0.1');
  });
});

describe('behind a proxy that appends', () => {
  beforeEach(() => start({ HOMEROOM_TRUSTED_PROXIES: '127.0.0.0/8, 172.16.0.0/12' }));

  it.each([
    ['10.1.2.7', true],
    ['203.0.113.7, 10.1.2.7', true],
    ['10.1.2.7, 203.0.113.7', false],
    ['203.0.113.7, 10.1.2.7, 172.16.0.9', true],
    ['2001:db8:1:2::7', true],
    ['2001:db8:2::7', false],
  ])('a computer that it names %s is a shared one: %s', async (forwarded, expected) => {
    expect(await isShared({ 'x-forwarded-for': forwarded })).toBe(expected);
  });

  it('is counted by what the proxy wrote, an IPv6 network as one', async () => {
    expect(await rateLimitKey({ 'x-forwarded-for': '1.2.3.4, 2001:db8:2:3:4::7' })).toBe(
      '2001:db8:2:3::/64',
    );
  });

  it('follows the public address, whatever the proxy says about host and scheme', async () => {
    const browser = new Browser({
      'x-forwarded-for': '203.0.113.7',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'https',
      forwarded: 'host=evil.example;proto=https',
    });
    const begun = await post(browser, '/homeroom/api/sign-in', {});
    expect(begun.text).not.toContain('evil.example');
    expect(begun.headers.getSetCookie().join()).not.toContain('__Host-');
    const form = await browser.open(authorizationRequest({ url }).url);
    expect(new URL(form.url).origin).toBe(url.origin);
    expect(browser.visited.every((visited) => visited.startsWith(url.origin))).toBe(true);
  });
});

it('writes nothing into the log that somebody has typed as a login', async () => {
  await start({});
  const browser = new Browser();
  const form = await browser.open(authorizationRequest({ url }).url);
  for (let n = 0; n < 12; n += 1)
    await browser.submit(form, { login: 'my secret password', password: `wrong ${n}` });
  expect(logged).toContainEqual(
    expect.objectContaining({ account: 'unknown', network: '127.0.0.1', browser: 'strange' }),
  );
  expect(JSON.stringify(logged)).not.toContain('my secret password');
});

describe('readyz', () => {
  const ask = async (headers: Record<string, string>) =>
    (await fetch(new URL('/homeroom/readyz', url), { headers })).text();

  it('names causes at the machine itself, and to nobody else', async () => {
    await start({ HOMEROOM_TRUSTED_PROXIES: '127.0.0.1' });
    expect(await ask({})).toContain('The database answers.');
    expect(await ask({ 'x-forwarded-for': '203.0.113.7' })).not.toContain('database answers');
    // Without a word of its client a proxy is known by what it is.
    expect(await ask({ via: '1.1 proxy' })).not.toContain('database answers');
    expect(await ask({ 'x-forwarded-for': '127.0.0.1' })).not.toContain('database answers');
  });
});
