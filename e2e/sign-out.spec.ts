/** The end of a session: in every tab, out of the meeting, and never by surprise. */
import { paths } from '../server/contract/paths.ts';
import { expect, test } from './fixtures.ts';
import { createRoom, expectInside, goIn, startLesson } from './rooms.ts';

test('Signing out in one tab ends the others, and the meeting too', async ({ as }) => {
  const [ada, finn] = [await as('ada'), await as('finn')];
  const slug = await createRoom(ada, 'Sign out');
  await startLesson(ada, slug);
  await goIn(finn, slug);
  await expectInside(ada, 'Finn Fischer');
  const list = await finn.context().newPage();
  await list.goto('/');
  await list.getByText('Finn Fischer').click();
  await list.getByRole('button', { name: 'Sign out', exact: true }).click();
  for (const tab of [list, finn]) {
    await expect(tab.getByRole('button', { name: 'Sign in' })).toBeVisible();
  }
  await expect(finn.locator('iframe')).toHaveCount(0);
  await expect(ada.frameLocator('iframe').getByText('Finn Fischer')).toBeHidden();
});

test('Who signed out meets the password page again', async ({ as }) => {
  const finn = await as('finn');
  await finn.getByText('Finn Fischer').click();
  await finn.getByRole('button', { name: 'Sign out', exact: true }).click();
  await finn.getByRole('button', { name: 'Sign in' }).click();
  await expect(finn.getByLabel('Password')).toBeVisible();
});

test('A link to a room leads there after the sign-in', async ({ as, visit }) => {
  const slug = await createRoom(await as('ada'), 'By a link');
  const visitor = await visit('finn');
  await visitor.goto(paths.room(slug));
  await visitor.getByRole('button', { name: 'Sign in' }).click();
  await visitor.getByLabel('Login name').fill('finn');
  await visitor.getByLabel('Password').fill('finn');
  await visitor.getByRole('button', { name: 'Sign in' }).click();
  await expect(visitor).toHaveURL(paths.room(slug));
  await expect(visitor.getByText('The lesson begins as soon as')).toBeVisible();
});
