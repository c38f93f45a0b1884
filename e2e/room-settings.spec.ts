/** The settings of a room: every change is saved at once, can be taken back, and none is lost. */
import type { Page } from '@playwright/test';
import { apiPaths, paths } from '../server/contract/paths.ts';
import { RoomView } from '../server/contract/room.ts';
import { expect, test } from './fixtures.ts';
import { ask, createRoom } from './rooms.ts';

const part = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const box = (page: Page, name: string) => page.getByRole('checkbox', { name });
const nameField = (page: Page) => page.getByRole('textbox', { name: 'Name of the room' });

const roomOf = async (page: Page, slug: string) =>
  RoomView.parse(await ask(page, 'GET', apiPaths.room(slug)));

async function openSettings(page: Page, slug: string): Promise<void> {
  await page.goto(paths.roomSettings(slug));
  await expect(box(page, '7b')).toBeVisible();
}

test('A tick is saved at once, and taken back by one press', async ({ as }) => {
  const ada = await as('ada');
  const slug = await createRoom(ada, 'Ticked');
  await openSettings(ada, slug);
  await box(ada, '7b').check();
  await expect(part(ada, 'Classes').getByRole('status').getByText('Saved')).toBeVisible();
  expect((await roomOf(ada, slug)).classes).toEqual(['7a', '7b']);
  await ada.getByRole('button', { name: 'Undo the change: Classes' }).press('Enter');
  await expect(box(ada, '7b')).not.toBeChecked();
  await expect(part(ada, 'Classes').getByText('Saved')).toBeVisible();
  expect((await roomOf(ada, slug)).classes).toEqual(['7a']);
  await expect(ada.getByRole('button', { name: 'Undo the change: Classes' })).toBeFocused();
});

test('Whoever ticks fast loses no tick', async ({ as }) => {
  const ada = await as('ada');
  const slug = await createRoom(ada, 'Ticked fast', ['7a', '8c', '9d']);
  await openSettings(ada, slug);
  await ada.route(`**${apiPaths.room(slug)}`, async (route) => {
    // The first of them is still on its way when the last is pressed.
    if (route.request().method() === 'PATCH') await expect(box(ada, 'Lobby')).toBeChecked();
    await route.continue();
  });
  await box(ada, '7b').check();
  for (const name of ['7a', '8c']) await box(ada, name).uncheck();
  await box(ada, 'Members may write in the chat').uncheck();
  await box(ada, 'Lobby').check();
  await expect(part(ada, 'Rules of the room').getByText('Saved')).toBeVisible();
  await ada.unroute(`**${apiPaths.room(slug)}`);
  expect(await roomOf(ada, slug)).toMatchObject({
    classes: ['7b', '9d'],
    rules: { chat: false, lobby: true },
  });
});

test('What is ticked and typed is kept by whoever closes the page at once', async ({ as }) => {
  const ada = await as('ada');
  const slug = await createRoom(ada, 'Closed at once');
  const next = await ada.context().newPage();
  await next.goto('/');
  await openSettings(ada, slug);
  await box(ada, '7b').check();
  await nameField(ada).fill('Typed and closed');
  await ada.close({ runBeforeUnload: true });
  await expect(async () =>
    expect(await roomOf(next, slug)).toMatchObject({
      name: 'Typed and closed',
      classes: ['7a', '7b'],
    }),
  ).toPass();
});

test('A name is saved by going on, and by going back', async ({ as }) => {
  const ada = await as('ada');
  const slug = await createRoom(ada, 'First name');
  await openSettings(ada, slug);
  await nameField(ada).fill('Second name');
  await ada.getByRole('link', { name: 'Back to your rooms' }).click();
  await expect(ada.getByRole('link', { name: 'Second name', exact: true })).toBeVisible();
  await ada.getByRole('link', { name: 'Settings of Second name' }).click();
  await nameField(ada).fill('Third name');
  await ada.goBack();
  await expect(ada.getByRole('link', { name: 'Third name', exact: true })).toBeVisible();
  expect((await roomOf(ada, slug)).name).toBe('Third name');
});

test('A name that could not be saved stays typed, and one left unsaved is said', async ({
  as,
  watch,
}) => {
  watch.expectTrouble(/503/);
  const ada = await as('ada');
  const slug = await createRoom(ada, 'Kept');
  await openSettings(ada, slug);
  await ada.route(`**${apiPaths.room(slug)}`, (route) =>
    route.request().method() === 'PATCH' ? route.fulfill({ status: 503 }) : route.continue(),
  );
  await nameField(ada).fill('Not taken');
  await nameField(ada).press('Enter');
  await expect(part(ada, 'Name').getByRole('alert')).toBeVisible();
  await expect(nameField(ada)).toHaveValue('Not taken');
  await ada.getByRole('link', { name: 'Back to your rooms' }).click();
  await expect(ada.getByRole('alert')).toContainText('Your last change of Kept was not saved.');
  await ada.getByRole('button', { name: 'Close the notice about Kept' }).click();
  await expect(ada.getByText('was not saved')).toBeHidden();
});

test('A class that the school does not have is refused, and stays typed', async ({ as, watch }) => {
  watch.expectTrouble(/422/);
  const ada = await as('ada');
  const slug = await createRoom(ada, 'Typed class');
  await openSettings(ada, slug);
  const field = ada.getByRole('textbox', { name: 'Another class' });
  await field.fill('9\u00add');
  await field.press('Enter');
  await expect(part(ada, 'Classes').getByRole('alert')).toContainText('no such class');
  await expect(field).not.toHaveValue('');
  await field.fill('9d');
  await ada.getByRole('button', { name: 'Add class' }).click();
  await expect(box(ada, '9d')).toBeChecked();
  await expect(part(ada, 'Classes').getByText('Saved')).toBeVisible();
  expect((await roomOf(ada, slug)).classes).toEqual(['7a', '9d']);
});

test('A door is repainted by one press', async ({ as }) => {
  const ada = await as('ada');
  const slug = await createRoom(ada, 'Repainted', ['7a'], { colour: 'green', picture: 'book' });
  await openSettings(ada, slug);
  await ada.getByRole('radio', { name: 'blue' }).check();
  await ada.getByRole('radio', { name: 'none' }).check();
  await expect(part(ada, 'Door').getByText('Saved')).toBeVisible();
  expect(await roomOf(ada, slug)).toMatchObject({ colour: 'blue', picture: null });
  await ada.getByRole('button', { name: 'Undo the change: Door' }).click();
  await expect(ada.getByRole('radio', { name: 'book' })).toBeChecked();
  await expect(part(ada, 'Door').getByText('Saved')).toBeVisible();
  expect(await roomOf(ada, slug)).toMatchObject({ colour: 'blue', picture: 'book' });
});

test('Two who change one room at once lose nothing of each other’s', async ({ as }) => {
  const [ada, bo] = [await as('ada'), await as('bo')];
  const slug = await createRoom(ada, 'Changed by two', ['7a', '8c']);
  await openSettings(ada, slug);
  await ada.getByLabel('Find a colleague').fill('Bo B');
  await ada.getByRole('button', { name: 'Make organizer: Bo Berg' }).click();
  await expect(ada.getByText('Bo Berg is an organizer now.')).toBeVisible();
  await openSettings(bo, slug);
  await Promise.all([box(ada, '7b').check(), box(bo, '8c').uncheck()]);
  await nameField(ada).fill('Half a na');
  for (const page of [ada, bo]) {
    await expect(box(page, '7b')).toBeChecked();
    await expect(box(page, '8c')).not.toBeChecked();
  }
  // What the other changes does not disturb what is being typed.
  await expect(nameField(ada)).toHaveValue('Half a na');
  await box(bo, 'Lobby').check();
  await expect(box(ada, 'Lobby')).toBeChecked();
});

test('A colleague is removed and brought back; giving up oneself is asked', async ({ as }) => {
  const [ada, bo] = [await as('ada'), await as('bo')];
  const slug = await createRoom(ada, 'Handed over');
  await openSettings(ada, slug);
  await expect(part(ada, 'Give up the room')).toBeHidden();
  await ada.getByLabel('Find a colleague').fill('Bo B');
  await ada.getByRole('button', { name: 'Make organizer: Bo Berg' }).click();
  await ada.getByRole('button', { name: 'Remove Bo Berg as organizer' }).click();
  await expect(ada.getByText('Bo Berg is no longer an organizer.')).toBeVisible();
  await ada.getByRole('button', { name: 'Undo the change: Organizers' }).click();
  await expect(ada.getByText('Bo Berg is an organizer now.')).toBeVisible();
  await expect(ada.getByRole('button', { name: /Remove Ada/ })).toBeHidden();

  await ada.getByRole('button', { name: 'Give up the room …' }).click();
  await ada.getByRole('button', { name: 'Stay an organizer' }).click();
  await ada.getByRole('button', { name: 'Give up the room …' }).click();
  await ada.getByRole('dialog').getByRole('button', { name: 'Give up the room' }).click();
  await expect(ada.getByRole('heading', { name: 'Your rooms' })).toBeVisible();
  await expect(ada.getByRole('link', { name: 'Handed over', exact: true })).toBeHidden();
  expect((await roomOf(bo, slug)).organizers).toMatchObject([{ name: 'Bo Berg' }]);
});
