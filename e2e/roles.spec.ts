/** What people see of Homeroom by what they are, and nothing else. */
import { apiPaths, paths } from '../server/contract/paths.ts';
import { expect, test } from './fixtures.ts';
import { createByHand, createRoom } from './rooms.ts';

test('A teacher creates a room by its name, and the class in it sees it', async ({ as }) => {
  const [ada, finn] = [await as('ada'), await as('finn')];
  await createByHand(ada, 'Physics <7a> & 物理');
  await expect(ada.getByRole('link', { name: 'Physics <7a> & 物理', exact: true })).toBeVisible();
  await expect(finn.getByRole('link', { name: 'Physics <7a> & 物理', exact: true })).toBeVisible();
});

test('A room that no student sees says so, and gets a class where it says it', async ({ as }) => {
  const [ada, finn] = [await as('ada'), await as('finn')];
  await createRoom(ada, 'For whom?', []);
  await ada.getByRole('button', { name: 'Choose classes for For whom?' }).click();
  const dialog = ada.getByRole('dialog');
  await dialog.getByLabel('For which class?').fill('7a');
  await dialog.getByRole('button', { name: 'Add class' }).click();
  await expect(dialog.getByText('Students of 7a see this room.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  await expect(finn.getByRole('link', { name: 'For whom?', exact: true })).toBeVisible();
  await expect(ada.getByText('Students cannot see this room')).toBeHidden();
});

test('A student sees the rooms of the class, no others, and nothing to create one with', async ({
  as,
}) => {
  const ada = await as('ada');
  await createRoom(ada, 'Only for 7a');
  const [finn, hana] = [await as('finn'), await as('hana')];
  await expect(finn.getByRole('link', { name: 'Only for 7a', exact: true })).toBeVisible();
  await expect(hana.getByText('Only for 7a')).toBeHidden();
  for (const student of [finn, hana]) {
    await expect(student.getByRole('button', { name: 'Create room' })).toHaveCount(0);
    await expect(student.getByLabel('Name of a new room')).toHaveCount(0);
  }
});

test('A student who asks the server itself is refused too', async ({ as, watch }) => {
  watch.expectTrouble(/403/);
  const finn = await as('finn');
  const status = await finn.evaluate(async (path) => {
    const headers = { 'content-type': 'application/json' };
    return (await fetch(path, { method: 'POST', headers, body: '{"name":"Mine"}' })).status;
  }, apiPaths.rooms);
  expect(status).toBe(403);
});

test('A room that appears shows up in the class list by itself', async ({ as }) => {
  const [ada, finn] = [await as('ada'), await as('finn')];
  await createRoom(ada, 'Just created');
  await expect(finn.getByRole('link', { name: 'Just created', exact: true })).toBeVisible();
});

test('Somebody without a role reads which groups were seen', async ({ as }) => {
  const noa = await as('nobody');
  await expect(noa.getByRole('main')).toContainText('staff');
});

test('An administrator sees how Homeroom is, and no rooms', async ({ as }) => {
  const dora = await as('dora');
  await dora.goto(paths.admin);
  await expect(dora.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(dora.getByRole('main')).toContainText('meeting server');
});

test('An address that leads nowhere says so', async ({ as, watch }) => {
  watch.expectTrouble(/404/);
  const ada = await as('ada');
  await ada.goto('/homeroom/nothing');
  await expect(ada.getByRole('link', { name: /rooms|start/i }).first()).toBeVisible();
});
