/** The front door while its scripts are still loading: what the visitor does then is not lost. */
import type { Page } from '@playwright/test';
import { apiPaths, paths } from '../server/contract/paths.ts';
import { expect, fillIn, test } from './fixtures.ts';
import { ask } from './rooms.ts';

/** @returns what lets the scripts come, and waits until they have put their own page in place */
async function openWithoutScripts(page: Page) {
  const { promise: allowed, resolve: allow } = Promise.withResolvers<void>();
  await page.route('**/assets/*.js', async (route) => {
    await allowed;
    await route.continue();
  });
  await page.goto(paths.home, { waitUntil: 'commit' });
  const signIn = page.getByRole('button', { name: 'Sign in' });
  await expect(signIn).toBeVisible();
  const old = await signIn.elementHandle();
  // A press that is carried out at once leads away from the whole page.
  const stands = () => old?.evaluate((element) => element.isConnected).catch(() => false);
  return async () => {
    allow();
    await expect.poll(stands).toBe(false);
    await page.unrouteAll({ behavior: 'wait' });
  };
}

test('Who has pressed Tab stays where they are', async ({ visit }) => {
  const visitor = await visit();
  const letScriptsCome = await openWithoutScripts(visitor);
  const signIn = visitor.getByRole('button', { name: 'Sign in' });
  await signIn.focus();
  await letScriptsCome();
  await expect(signIn).toBeFocused();
});

test('A press leads on, and the shared computer is not forgotten', async ({ visit }) => {
  const visitor = await visit();
  const letScriptsCome = await openWithoutScripts(visitor);
  await visitor.getByRole('checkbox', { name: 'This is a shared computer' }).check();
  const signIn = visitor.getByRole('button', { name: 'Sign in' });
  await signIn.click();
  await expect(signIn).toHaveAttribute('aria-disabled', 'true');
  await letScriptsCome();
  await fillIn(visitor, 'finn');
  await expect(visitor.getByRole('heading', { name: 'Your rooms' })).toBeVisible();
  expect(await ask(visitor, 'GET', apiPaths.session)).toMatchObject({ shared: true });
});

test('Who did nothing is left alone', async ({ visit }) => {
  const visitor = await visit();
  const letScriptsCome = await openWithoutScripts(visitor);
  await letScriptsCome();
  await expect(visitor.getByRole('checkbox', { name: 'This is a shared' })).not.toBeChecked();
  await expect(visitor.getByRole('button', { name: 'Sign in' })).toBeEnabled();
  await expect(visitor).toHaveURL(paths.home);
});
