/** An administrator's pages: lessons that should be over, rooms to hand over, who signed in. */
import { paths } from '../server/contract/paths.ts';
import { expect, test } from './fixtures.ts';
import { createRoom, startLesson } from './rooms.ts';

test('An administrator ends a lesson that should be over', async ({ as }) => {
  const [ada, dora] = [await as('ada'), await as('dora')];
  await startLesson(ada, await createRoom(ada, 'Forgotten'));
  await dora.goto(paths.admin);
  await dora.getByRole('button', { name: 'End the lesson in Forgotten' }).click();
  await dora.getByRole('button', { name: 'End it for everybody' }).click();
  await expect(dora.getByText('No lesson is running.')).toBeVisible();
  await expect(ada.getByRole('heading', { name: 'The lesson has ended' })).toBeVisible();
});

test('An administrator hands a room over, and archives it', async ({ as }) => {
  const [ada, dora] = [await as('ada'), await as('dora')];
  await createRoom(ada, 'Inherited');
  await dora.goto(paths.admin);
  await dora.getByRole('link', { name: 'All rooms' }).click();
  await dora.getByLabel('Find a room by its name or its organizer').fill('inherit');
  await expect(dora.getByText('1 room', { exact: true })).toBeVisible();
  await dora.getByText('Inherited', { exact: true }).click();
  await dora.getByLabel('Find a teacher for Inherited').fill('Bo');
  await dora.getByRole('button', { name: /^Make organizer: Bo / }).click();
  await dora.getByRole('button', { name: /^Remove Ada .* as organizer$/ }).click();
  await expect(dora.getByText('A room always has an organizer.')).toBeVisible();
  await expect(ada.getByRole('link', { name: 'Inherited', exact: true })).toBeHidden();
  await dora.getByRole('button', { name: 'Archive Inherited' }).click();
  await expect(dora.getByRole('button', { name: 'Restore Inherited' })).toBeVisible();
});

test('An administrator finds who signed in, and takes all of it as a file', async ({ as }) => {
  const dora = await as('dora');
  await as('finn');
  await dora.goto(paths.adminAudit);
  await dora.getByLabel('Find by the name of a person or a room').fill('finn');
  const entries = dora.getByRole('main').getByRole('listitem');
  await expect(entries.first()).toContainText('Signed in');
  const begun = dora.waitForEvent('download');
  await dora.getByRole('link', { name: 'All of them as a file (CSV)' }).click();
  expect((await begun).suggestedFilename()).toBe('homeroom-audit.csv');
});

test('Nobody else reads any of it', async ({ as, watch }) => {
  watch.expectTrouble(/403/);
  const finn = await as('finn');
  for (const path of [paths.admin, paths.adminRooms, paths.adminAudit]) {
    await finn.goto(path);
    await expect(finn.getByText('Only administrators can see this.').first()).toBeVisible();
  }
});
