import { afterAll, beforeAll, expect, it } from 'vitest';
import { readLdapSettings } from '../../../server/identity/ldap/settings.ts';
import { Browser } from '../../../server/identity/testing/browser.ts';
import {
  authorizationRequest,
  type Running,
  redeem,
  signIn,
  startIdentity,
  verifyIdToken,
} from '../../../server/identity/testing/flow.ts';
import { SettingsReader } from '../../../server/settings/settings-reader.ts';
import { groupsBase, passwordOf, peopleBase, pupils, service } from './school.ts';
import { type Slapd, startSlapd } from './slapd.ts';

let slapd: Slapd;
let at: Running;
beforeAll(async () => {
  slapd = await startSlapd();
  const environment = {
    HOMEROOM_LDAP_URL: slapd.ldapsUrl,
    HOMEROOM_LDAP_CA: slapd.ca,
    HOMEROOM_LDAP_BIND_DN: service.dn,
    HOMEROOM_LDAP_BIND_PASSWORD: service.password,
    HOMEROOM_LDAP_PEOPLE_BASE: peopleBase,
    HOMEROOM_LDAP_GROUPS_BASE: groupsBase,
    HOMEROOM_LDAP_TIMEOUT: '1s',
  };
  const settings = readLdapSettings(new SettingsReader(environment, () => ''));
  if (!settings) throw new Error('no settings');
  at = await startIdentity({ directory: { kind: 'ldap', settings } });
}, 30_000);
afterAll(async () => {
  await at[Symbol.asyncDispose]();
  await slapd[Symbol.asyncDispose]();
});

async function begin() {
  const request = authorizationRequest(at);
  const browser = new Browser();
  return { request, browser, page: await browser.open(request.url) };
}

it('leads a student of the directory to an ID token with the school’s groups', async () => {
  const { tokens } = await signIn(at, 'gül', passwordOf('gül'));
  const { payload } = await verifyIdToken(at, tokens.idToken);
  expect(payload).toMatchObject({ name: 'Gül Güneş 👩‍🎓', groups: ['class-10b', 'students'] });
  const subject = payload.sub ?? '';
  expect(await at.identity.directory?.stillHere(subject)).toMatchObject({
    groups: payload['groups'],
  });
});

it('signs thirty pupils behind one address in at once', async () => {
  const all = pupils.map((login) => signIn(at, login, passwordOf(login)));
  expect(await Promise.all(all)).toHaveLength(pupils.length);
});

it('keeps a guesser from an account, and the account open in a browser it has used', async () => {
  const { browser } = await signIn(at, 'guessed', passwordOf('guessed'));
  const stranger = await begin();
  const answers: number[] = [];
  for (let n = 0; n < 8; n += 1) {
    const fields = { login: n % 2 ? 'GUESSED' : 'guessed', password: 'wrong' };
    answers.push((await stranger.browser.submit(stranger.page, fields)).status);
  }
  expect(answers).toEqual([422, 422, 422, 429, 429, 429, 429, 429]);
  const { tokens } = await signIn(at, 'guessed', passwordOf('guessed'), browser);
  expect(tokens.idToken).not.toBe('');
});

it('gives no one else’s browser away for a known one', async () => {
  const { browser } = await signIn(at, 'anna', passwordOf('anna'));
  const cookie = browser.cookies.find(({ name }) => name === 'homeroom-device');
  expect(cookie?.value).not.toContain('anna');
  const [id = '', accounts = ''] = cookie?.value.split('.') ?? [];
  const forged = new Browser();
  forged.cookies = [
    { name: 'homeroom-device', value: `${id}.${accounts}x.forged`, path: '/homeroom/oidc' },
  ];
  const request = authorizationRequest(at);
  const page = await forged.open(request.url);
  const statuses = [];
  for (let n = 0; n < 6; n += 1) {
    statuses.push((await forged.submit(page, { login: 'anna', password: 'wrong' })).status);
  }
  expect(statuses.at(-1)).toBe(429);
});

it('says so while the directory is down, and comes back in the same flow', async () => {
  const { request, browser, page } = await begin();
  const fields = { login: 'bert', password: passwordOf('bert') };
  expect(await at.identity.probeDirectory()).toEqual({ isReachable: true });
  await slapd.stop();
  expect(await at.identity.probeDirectory()).toMatchObject({
    isReachable: false,
    cause: /ECONNREFUSED/,
  });
  const down = await browser.submit(page, fields);
  expect(down.status).toBe(503);
  expect(down.text).toContain('cannot be reached');
  expect(down.text).not.toContain('127.0.0.1:');
  await slapd.start();
  const done = await browser.submit(down, fields);
  expect((await redeem(at, done, request)).status).toBe(200);
});
