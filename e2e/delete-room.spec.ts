/** Deleting a room: a plain warning, and a moment to undo on the page that it leads to. */
import type { Page } from '@playwright/test';
import { apiPaths, paths } from '../server/contract/paths.ts';
import { expect, test } from './fixtures.ts';
import { ask, createRoom } from './rooms.ts';

async function press(page: Page, slug: string): Promise<void> {
  await page.goto(paths.roomSettings(slug));
  await page.getByRole('button', { name: 'Delete the room …' }).click();
  await page.getByRole('button', { name: 'Delete for good' }).click();
  await expect(page.getByRole('heading', { name: 'Your rooms' })).toBeVisible();
}

const notices = (page: Page) => page.getByRole('complementary', { name: 'Notices' });
const card = (page: Page, name: string) => page.getByRole('link', { name, exact: true });

test('A room that is deleted is gone after a moment', async ({ as }) => {
  const ada = await as('ada');
  const slug = await createRoom(ada, 'No longer needed');
  await press(ada, slug);
  await expect(
    notices(ada).getByText('No longer needed is deleted in a few seconds.'),
  ).toBeVisible();
  await expect(card(ada, 'No longer needed')).toBeHidden({ timeout: 15_000 });
  await expect(notices(ada).getByText('is deleted in a few seconds')).toBeHidden();
  await ada.reload();
  await expect(ada.getByRole('heading', { name: 'Your rooms' })).toBeVisible();
  await expect(card(ada, 'No longer needed')).toBeHidden();
});

test('Undone, it stays, and the keyboard is where the page begins', async ({ as }) => {
  const ada = await as('ada');
  const slug = await createRoom(ada, 'Pressed too soon');
  await ada.clock.install();
  await press(ada, slug);
  await ada.getByRole('button', { name: 'Undo: delete Pressed too soon' }).press('Enter');
  await expect(ada.getByRole('main')).toBeFocused();
  await ada.clock.runFor(30_000);
  await ada.reload();
  await expect(card(ada, 'Pressed too soon')).toBeVisible();
});

test('The moment to undo goes along to the next page', async ({ as, watch }) => {
  // The test itself asks for the room that is gone.
  watch.expectTrouble(/404/);
  const ada = await as('ada');
  const slug = await createRoom(ada, 'Gone in a while');
  const other = await createRoom(ada, 'Another one');
  await ada.clock.install();
  await press(ada, slug);
  await ada.getByRole('link', { name: 'Settings of Another one' }).click();
  await expect(ada.getByRole('heading', { name: 'Settings of Another one' })).toBeVisible();
  await ada.clock.runFor(3_000);
  await expect(ada.getByRole('button', { name: 'Undo: delete Gone in a while' })).toBeVisible();
  await ada.clock.runFor(5_000);
  await expect(notices(ada).getByText('is deleted in a few seconds')).toBeHidden();
  expect(await ask(ada, 'GET', apiPaths.room(slug))).toMatchObject({ code: 'room-not-found' });
  expect(await ask(ada, 'GET', apiPaths.room(other))).toMatchObject({ name: 'Another one' });
});

test('Whoever closes the page meanwhile has deleted it', async ({ as, watch }) => {
  watch.expectTrouble(/404/);
  const ada = await as('ada');
  const slug = await createRoom(ada, 'Closed at once');
  const next = await ada.context().newPage();
  await next.goto('/');
  await press(ada, slug);
  await expect(notices(ada).getByText('Closed at once is deleted in a few seconds.')).toBeVisible();
  await ada.close({ runBeforeUnload: true });
  await expect(card(next, 'Closed at once')).toBeHidden();
  expect(await ask(next, 'GET', apiPaths.room(slug))).toMatchObject({ code: 'room-not-found' });
});

test('A deletion that does not work is said where one is by then', async ({ as, watch }) => {
  watch.expectTrouble(/503/);
  const ada = await as('ada');
  const slug = await createRoom(ada, 'Still there');
  await ada.route(`**${apiPaths.room(slug)}`, (route) =>
    route.request().method() === 'DELETE' ? route.fulfill({ status: 503 }) : route.continue(),
  );
  await ada.clock.install();
  await press(ada, slug);
  await ada.clock.runFor(8_000);
  await expect(ada.getByRole('alert')).toContainText('Still there was not deleted.');
  await ada.getByRole('link', { name: 'Settings of Still there' }).first().click();
  await expect(ada.getByRole('heading', { name: 'Settings of Still there' })).toBeVisible();
  await expect(ada.getByText('was not deleted')).toBeHidden();
});
