/** The short way into a lesson: from the card, from the room's page, and back in. */
import { paths } from '../server/contract/paths.ts';
import { expect, fillIn, test } from './fixtures.ts';
import { bar, createRoom, expectInside, meeting, startLesson } from './rooms.ts';

test('One press on a card leads into the lesson, for a teacher as for a student', async ({
  as,
}) => {
  const [ada, finn] = [await as('ada'), await as('finn')];
  await createRoom(ada, 'One press');
  await ada.getByRole('button', { name: 'Start lesson in One press' }).click();
  await expectInside(ada, 'Ada Adler (you)');
  await finn.getByRole('link', { name: 'Go in to One press' }).click();
  await expectInside(finn, 'Finn Fischer (you)');

  // Whoever has left is out, and a reload is no press.
  await bar(finn).getByRole('button', { name: 'Leave' }).click();
  await expect(finn.getByRole('heading', { name: 'You have left' })).toBeVisible();
  await finn.reload();
  await expect(finn.getByRole('button', { name: 'Go in' })).toBeVisible();
  await expect(finn.locator('iframe')).toHaveCount(0);
});

test('A teacher sees on the card who waits before the lesson, and a student does not', async ({
  as,
}) => {
  const [ada, finn, guel] = [await as('ada'), await as('finn'), await as('guel')];
  const slug = await createRoom(ada, 'Who waits');
  await finn.goto(paths.room(slug));
  await expect(ada.getByText('1 person is waiting')).toBeVisible();
  await expect(guel.getByRole('link', { name: 'Who waits', exact: true })).toBeVisible();
  await expect(guel.getByText('waiting')).toHaveCount(0);
  await finn.goto('/');
  await expect(ada.getByText('1 person is waiting')).toBeHidden();
});

test('The password before a start says for which room, and knows who is asked', async ({
  visit,
  watch,
}) => {
  // Where the password is needed, the start is refused first.
  watch.expectTrouble(/401/);
  const ada = await visit('ada');
  // On a shared computer each start asks for it.
  await ada.getByRole('checkbox', { name: /shared computer/ }).check();
  await ada.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await fillIn(ada, 'ada');
  await expect(ada.getByRole('heading', { name: 'Your rooms' })).toBeVisible();
  await createRoom(ada, 'Asked once more');
  await ada.getByRole('button', { name: 'Start lesson in Asked once more' }).click();

  await expect(ada.getByText('the lesson in “Asked once more”')).toBeVisible();
  await expect(ada.getByLabel('Login name')).toHaveValue('ada');
  await expect(ada.getByLabel('Password')).toBeFocused();
  await ada.keyboard.type('ada');
  await ada.keyboard.press('Enter');
  await expectInside(ada, 'Ada Adler (you)');
});

test('A lesson that has ended is started again where its end is said', async ({ as }) => {
  const [ada, finn] = [await as('ada'), await as('finn')];
  const slug = await createRoom(ada, 'Once more');
  await finn.goto(paths.room(slug));
  await startLesson(ada, slug);
  await expectInside(finn, 'Finn Fischer (you)');
  await bar(ada).getByRole('button', { name: 'End for all' }).click();
  await ada.getByRole('button', { name: 'End the lesson' }).click();
  await expect(finn.getByRole('heading', { name: 'The lesson has ended' })).toBeVisible();
  await expect(finn.getByRole('button', { name: 'Start again' })).toHaveCount(0);
  await ada.getByRole('button', { name: 'Start again' }).click();
  await expectInside(ada, 'Ada Adler (you)');
  await expectInside(finn, 'Finn Fischer (you)');
});

test('A teacher checks the microphone before the start, and silence is noticed', async ({ as }) => {
  const ada = await as('ada');
  const slug = await createRoom(ada, 'Is it on?');
  // A microphone that is switched off at its cable sends silence.
  await ada.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = async () =>
      new AudioContext().createMediaStreamDestination().stream;
  });
  await ada.goto(paths.room(slug));
  await ada.getByRole('button', { name: 'Check camera and microphone' }).click();
  await expect(ada.getByText('Say something')).toBeVisible();
  await expect(ada.getByText(/^Nothing is heard\. Is .* the right microphone/)).toBeVisible();
  await ada.getByRole('button', { name: 'Start lesson' }).click();
  await expect(meeting(ada).getByText('(you)')).toBeVisible();
});

test('The address of a room is copied, and shown for a tablet', async ({ as }) => {
  const ada = await as('ada');
  const slug = await createRoom(ada, 'By address');
  await ada.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await ada.goto(paths.room(slug));
  await ada.getByRole('button', { name: 'Address and QR code' }).click();
  const address = new URL(paths.room(slug), ada.url()).href;
  const dialog = ada.getByRole('dialog');
  await expect(dialog.getByRole('img', { name: /QR code/ })).toBeVisible();
  await expect(dialog.getByRole('textbox', { name: 'Address' })).toHaveValue(address);
  await dialog.getByRole('button', { name: 'Copy address' }).click();
  await expect(dialog.getByRole('button', { name: 'Copied' })).toBeVisible();
  expect(await ada.evaluate(() => navigator.clipboard.readText())).toBe(address);
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(ada.getByRole('button', { name: 'Address and QR code' })).toBeFocused();
});
