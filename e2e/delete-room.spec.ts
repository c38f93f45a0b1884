/** Deleting a room: a plain warning, and a moment to undo. */
import type { Page } from '@playwright/test';
import { paths } from '../server/contract/paths.ts';
import { expect, test } from './fixtures.ts';
import { createRoom } from './rooms.ts';

async function press(page: Page, slug: string): Promise<void> {
  await page.goto(paths.roomSettings(slug));
  await page.getByRole('button', { name: 'Delete the room …' }).click();
  await page.getByRole('button', { name: 'Delete for good' }).click();
  await expect(page.getByRole('button', { name: 'Undo' })).toBeFocused();
}

const card = (page: Page, name: string) => page.getByRole('link', { name, exact: true });

test('A room that is deleted is gone after a moment', async ({ as, watch }) => {
  // The stream may tell of the deletion before the answer does; then the page asks for the room
  // once more and gets a 404.
  watch.expectTrouble(/404/);
  const ada = await as('ada');
  const slug = await createRoom(ada, 'No longer needed');
  await press(ada, slug);
  await expect(ada.getByRole('heading', { name: 'Your rooms' })).toBeVisible();
  await expect(card(ada, 'No longer needed')).toBeHidden();
  await ada.reload();
  await expect(ada.getByRole('heading', { name: 'Your rooms' })).toBeVisible();
  await expect(card(ada, 'No longer needed')).toBeHidden();
});

test('Undone, or left meanwhile, it stays', async ({ as }) => {
  const ada = await as('ada');
  const slug = await createRoom(ada, 'Pressed too soon');
  await ada.clock.install();
  await press(ada, slug);
  await ada.getByRole('button', { name: 'Undo' }).click();
  await expect(ada.getByRole('button', { name: 'Delete the room …' })).toBeFocused();
  await ada.clock.runFor(30_000);
  await expect(ada.getByRole('heading', { name: 'Delete the room' })).toBeVisible();

  await press(ada, slug);
  await ada.getByRole('link', { name: 'Back to your rooms' }).click();
  await ada.clock.runFor(30_000);
  await ada.reload();
  await expect(card(ada, 'Pressed too soon')).toBeVisible();
});
