/** With a school's own OpenID provider: signing in, a recent sign-in, and signing out, in a browser. */
import { expect, test } from '@playwright/test';
import { paths } from '../server/contract/paths.ts';
import { type Homeroom, freePort, runHomeroom } from './homeroom.ts';
import { createByHand } from './rooms.ts';
import { type SchoolProvider, startSchoolProvider } from './outside/foreign-provider/start.ts';

let theirs: SchoolProvider;
let homeroom: Homeroom & { remove(): Promise<void> };

test.beforeAll(async () => {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  theirs = await startSchoolProvider(
    `${url}${paths.signedIn}`,
    { clientBasedCORS: () => true },
    // The provider sends `auth_time` even where it is not asked for.
    { client: { require_auth_time: true } },
  );
  theirs.accounts.set('ada', { name: 'Ada Adler', realm_access: { roles: ['teachers'] } });
  theirs.accounts.set('bo', { name: 'Bo Berg', realm_access: { roles: ['teachers'] } });
  homeroom = await runHomeroom({
    HOMEROOM_PORT: String(port),
    HOMEROOM_URL: url,
    HOMEROOM_CONTACT: 'the office',
    HOMEROOM_OIDC_ISSUER: theirs.issuer,
    HOMEROOM_OIDC_GROUPS_CLAIM: 'realm_access.roles',
    HOMEROOM_JITSI_URL: 'https://localhost:9',
    HOMEROOM_JITSI_APP_SECRET: 'a secret of more than thirty-two bytes',
    HOMEROOM_UNSAFE_NO_MODULE: '1',
    HOMEROOM_ORGANIZER_SIGN_IN_MAX_AGE: '0',
  });
});
test.afterAll(async () => {
  await homeroom.remove();
  await theirs.stop();
});

test('A teacher signs in there, and is called and placed as the school says', async ({ page }) => {
  theirs.signsIn.sub = 'ada';
  await page.goto(homeroom.url);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { name: 'Your rooms' })).toBeVisible();
  await expect(page.getByText('Ada Adler').first()).toBeVisible();
  const stored = await page.evaluate(() =>
    JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)]),
  );
  expect(stored).not.toMatch(/eyJ|id_token|access_token/);
});

test('Starting a lesson leads over the provider, and happens by itself for the same person only', async ({
  page,
}) => {
  theirs.signsIn.sub = 'ada';
  await page.goto(homeroom.url);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await createByHand(page, 'Recent sign-in');
  const start = page.getByRole('button', { name: 'Start lesson in Recent sign-in' });
  await expect(start).toBeVisible();

  // Somebody else sits down at the provider's password page.
  theirs.signsIn.sub = 'bo';
  await start.click();
  await expect(page.getByText('Somebody else signed in this time')).toBeVisible();

  theirs.signsIn.sub = 'ada';
  await page.goto(homeroom.url);
  await start.click();
  await expect(page).toHaveURL(/\/homeroom\/rooms\/recent-sign-in-/);
  // The lesson has started; this school has no Jitsi in this test.
  await expect(page.getByRole('heading', { name: 'The meeting does not open' })).toBeVisible();
});

test('The next person meets a password page, though the provider answers from its own session', async ({
  page,
}) => {
  Object.assign(theirs.unkind, { ignoresPromptFor: Infinity, ignoresMaxAge: 'always' });
  theirs.signsIn.sub = 'ada';
  await page.goto(homeroom.url);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('Ada Adler').first()).toBeVisible();
  // Homeroom's session has expired overnight; the provider's has not.
  await page.context().clearCookies({ name: 'homeroom' });
  await theirs.age(36_000);

  theirs.signsIn.sub = 'bo';
  await page.goto(homeroom.url);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toContainText('without asking for a password');
  await page.getByRole('button', { name: "Sign out at the school's sign-in" }).click();
  await page.getByRole('button', { name: 'Yes, sign me out' }).click();
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('Bo Berg').first()).toBeVisible();
  Object.assign(theirs.unkind, { ignoresPromptFor: 0, ignoresMaxAge: 'never' });
});

test('A provider that is silent is survived, and says so', async ({ page }) => {
  await theirs.stop();
  await page.goto(homeroom.url);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toContainText("The school's sign-in does not answer");
  await theirs.start();
  theirs.signsIn.sub = 'ada';
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { name: 'Your rooms' })).toBeVisible();
});
