/** A school's own Keycloak, set up as docs/identity/keycloak.md says: `npm run real -- keycloak`. */
import { type Browser, expect, type Page, test } from '@playwright/test';
import { apiPaths } from '../../server/contract/paths.ts';
import { type Homeroom, freePort, runHomeroom } from '../homeroom.ts';
import { ask } from '../rooms.ts';
import { Ids, type Keycloak, password, startKeycloak } from './keycloak.ts';

const home = process.env['HOMEROOM_TEST_KEYCLOAK'] ?? '';

let keycloak: Keycloak;
let homeroom: Homeroom & { remove(): Promise<void> };

test.describe.configure({ mode: 'default', timeout: 300_000 });
test.beforeAll(async () => {
  test.setTimeout(420_000);
  const port = await freePort();
  const url = `http://localhost:${port}`;
  keycloak = await startKeycloak(home, url);
  homeroom = await runHomeroom({
    HOMEROOM_PORT: String(port),
    HOMEROOM_URL: url,
    HOMEROOM_CONTACT: 'the office',
    HOMEROOM_LOG_LEVEL: 'info',
    HOMEROOM_OIDC_ISSUER: keycloak.issuer,
    HOMEROOM_OIDC_CLIENT_ID: 'homeroom',
    HOMEROOM_OIDC_GROUPS_CLAIM: 'groups',
    HOMEROOM_ROLES_REREAD: '10s',
    HOMEROOM_ORGANIZER_SIGN_IN_MAX_AGE: '0',
    HOMEROOM_JITSI_URL: 'https://localhost:9',
    HOMEROOM_JITSI_APP_SECRET: 'a secret of more than thirty-two bytes',
    HOMEROOM_UNSAFE_NO_MODULE: '1',
  });
});
test.afterAll(async () => {
  await homeroom?.remove();
  await keycloak?.stop();
});

async function fillIn(page: Page, login: string): Promise<void> {
  await expect(page).toHaveURL(/\/realms\/school\//);
  await page.locator('#password').fill(password);
  // Asked once more, it knows the name already and shows no field for it.
  const name = page.locator('input#username[type="text"]:not([readonly])');
  if (await name.isVisible()) await name.fill(login);
  await page.locator('#kc-login').click();
}

async function signIn(browser: Browser, login: string): Promise<Page> {
  const context = await browser.newContext({ baseURL: homeroom.url });
  const page = await context.newPage();
  await page.goto('/');
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await fillIn(page, login);
  await expect(page.getByRole('heading', { name: 'Your rooms' })).toBeVisible();
  return page;
}

const isSignedIn = async (page: Page) => (await page.request.get(apiPaths.session)).ok();

test('a teacher and a student come in with role and class', async ({ browser }) => {
  const ada = await signIn(browser, 'ada');
  await expect(ada.getByText('Ada Adler').first()).toBeVisible();
  await ask(ada, 'POST', apiPaths.rooms, { name: 'Mathematics', classes: ['7a'] });
  const finn = await signIn(browser, 'finn');
  await expect(finn.getByText('Mathematics')).toBeVisible();
  const refused = await finn.request.post(apiPaths.rooms, { data: { name: 'x', classes: [] } });
  expect(refused.ok()).toBe(false);
});

test('starting a lesson asks for the password, though Keycloak has a session', async ({
  browser,
}) => {
  const ada = await signIn(browser, 'ada');
  await ada.getByRole('button', { name: /^Start lesson/ }).click();
  await fillIn(ada, 'ada');
  await expect(ada).toHaveURL(/\/homeroom\/rooms\//);
  await expect(ada.getByRole('heading', { name: 'The meeting does not open' })).toBeVisible();
});

test('signing out at Homeroom ends the session at Keycloak, too', async ({ browser }) => {
  const bo = await signIn(browser, 'bodo');
  await bo.getByText('Bodo Berg').first().click();
  await bo.getByRole('button', { name: 'Sign out', exact: true }).click();
  const confirm = bo.locator('#kc-logout');
  await confirm
    .or(bo.getByRole('button', { name: 'Sign in' }).first())
    .first()
    .waitFor();
  if (await confirm.isVisible()) await confirm.click();
  await expect(bo).toHaveURL(`${homeroom.url}/`);
  const sessions = await keycloak.call('GET', `/users/${await keycloak.idOf('bodo')}/sessions`);
  expect(sessions).toEqual([]);
});

test('signing out at Keycloak ends that session at Homeroom, and no other device', async ({
  browser,
}) => {
  const [desk, tablet] = [await signIn(browser, 'bodo'), await signIn(browser, 'bodo')];
  await desk.goto(`${keycloak.issuer}/protocol/openid-connect/logout`);
  await desk.locator('#kc-logout').click();
  await expect(desk.getByRole('heading', { name: 'You are logged out' })).toBeVisible();
  await expect.poll(() => isSignedIn(desk)).toBe(false);
  expect(await isSignedIn(tablet)).toBe(true);
});

test('new signing keys are taken without a restart', async ({ browser }) => {
  await keycloak.call('POST', '/components', {
    name: 'newer',
    providerId: 'rsa-generated',
    providerType: 'org.keycloak.keys.KeyProvider',
    config: { priority: ['200'], enabled: ['true'], active: ['true'], algorithm: ['RS256'] },
  });
  await signIn(browser, 'ada');
});

test('a group that is taken away is a right that is taken away', async ({ browser }) => {
  const ada = await signIn(browser, 'ada');
  const id = await keycloak.idOf('ada');
  const groups = Ids.parse(await keycloak.call('GET', `/users/${id}/groups`));
  for (const { id: group } of groups) await keycloak.call('DELETE', `/users/${id}/groups/${group}`);
  await expect
    .poll(async () =>
      (await ada.request.post(apiPaths.rooms, { data: { name: 'y', classes: [] } })).ok(),
    )
    .toBe(false);
});

test('a person who is disabled is signed out', async ({ browser }) => {
  const bo = await signIn(browser, 'bodo');
  await keycloak.call('PUT', `/users/${await keycloak.idOf('bodo')}`, { enabled: false });
  await expect.poll(() => isSignedIn(bo), { timeout: 60_000 }).toBe(false);
  await bo.goto('/');
  await expect(bo.getByRole('button', { name: 'Sign in' }).first()).toBeVisible();
});
