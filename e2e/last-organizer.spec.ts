/**
 * The last organizer leaves: what is shown to those who stay, to those who have left and to those
 * who are coming in.
 */
import { apiPaths, paths } from '../server/contract/paths.ts';
import { expectAccessible } from './accessibility.ts';
import { expect, test } from './fixtures.ts';
import { bar, createRoom, expectInside, goIn, startLesson } from './rooms.ts';

test.use({ settings: { HOMEROOM_LESSON_GRACE: '8s' } });

test('Students read when the lesson ends, and who has left waits for the next', async ({ as }) => {
  const [ada, finn, guel] = [await as('ada'), await as('finn'), await as('guel')];
  const slug = await createRoom(ada, 'The last goes');
  await startLesson(ada, slug);
  await goIn(finn, slug);
  await goIn(guel, slug);
  await bar(guel).getByRole('button', { name: 'Leave' }).click();
  await expect(guel.getByRole('heading', { name: 'You have left' })).toBeVisible();

  await bar(ada).getByRole('button', { name: 'Leave' }).click();
  await expect(finn.getByText('No organizer is in: the lesson ends at')).toBeVisible();
  await expectAccessible(finn);
  await expect(finn.getByRole('heading', { name: 'The lesson has ended' })).toBeVisible();
  await expect(guel.getByText('The lesson begins as soon as Ada Adler is here.')).toBeVisible();
  await expect(guel.getByRole('button', { name: 'Go in' })).toBeHidden();
});

test('Who is on the way in meanwhile is let in as soon as one is back', async ({ as, watch }) => {
  watch.expectTrouble(/409/);
  const [ada, finn] = [await as('ada'), await as('finn')];
  const slug = await createRoom(ada, 'On the way in');
  const { promise: adaIsGone, resolve: sayAdaIsGone } = Promise.withResolvers<void>();
  await finn.route(`**${apiPaths.pass(slug)}`, async (route) => {
    await adaIsGone;
    await route.continue();
  });
  await startLesson(ada, slug);
  await finn.goto(paths.room(slug));
  await finn.getByRole('button', { name: 'Go in' }).click();
  await bar(ada).getByRole('button', { name: 'Leave' }).click();
  await expect(ada.getByText('No organizer is in')).toBeVisible();
  sayAdaIsGone();
  await expect(finn.getByText('The lesson begins as soon as Ada Adler is here.')).toBeVisible();
  await ada.getByRole('button', { name: 'Go in again' }).click();
  await expectInside(finn, 'Finn Fischer (you)', 'Ada Adler');
});
