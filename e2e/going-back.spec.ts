/** The browser's Back button, to a sign-in that is finished. */
import { expect, person, signIn, test } from './fixtures.ts';

test('Who has signed in and goes back is at the front door, signed in', async ({ as }) => {
  const ada = await as('ada');
  await ada.goBack();
  await expect(ada).toHaveURL('/');
  await expect(ada.getByText(person('ada').name).first()).toBeVisible();
});

test('Who has signed out and goes back may start again', async ({ as, watch }) => {
  watch.expectTrouble(/status of 400/);
  const finn = await as('finn');
  await finn.getByText(person('finn').name).click();
  await finn.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expect(finn.getByRole('main').getByRole('button', { name: 'Sign in' })).toBeVisible();
  await finn.goBack();
  await finn.getByRole('link', { name: 'Start again' }).click();
  await signIn(finn, 'finn');
});
