/** A session that expires: on a waiting page and in a meeting it lingers, elsewhere it ends. */
import { paths } from '../server/contract/paths.ts';
import { expect, test } from './fixtures.ts';
import { createRoom, expectInside, startLesson } from './rooms.ts';

test.use({
  settings: { HOMEROOM_SESSION_IDLE: '20s', HOMEROOM_LESSON_GRACE: '60s' },
});

test('It runs out while somebody waits, and nothing breaks', async ({ as, watch }) => {
  // The list and the session are refused; the room is not.
  watch.expectTrouble(/401/);
  const ada = await as('ada');
  const slug = await createRoom(ada, 'A long wait');
  const finn = await as('finn');
  await finn.goto(paths.room(slug));
  await expect(finn.getByText('The lesson begins as soon as')).toBeVisible();
  // The same session in another tab. When that one shows the end, the session has expired.
  const list = await finn.context().newPage();
  await list.goto('/');
  await expect(list.getByRole('button', { name: 'Sign in' })).toBeVisible({ timeout: 90_000 });
  await expect(finn.getByText('The lesson begins as soon as')).toBeVisible();
  const again = await as('ada');
  await startLesson(again, slug);
  await expectInside(finn, 'Finn Fischer (you)', 'Ada Adler');
});

test('It runs out on the list, and leads back there after signing in again', async ({
  as,
  watch,
}) => {
  watch.expectTrouble(/401/);
  const finn = await as('finn');
  await expect(finn.getByRole('button', { name: 'Sign in' })).toBeVisible({ timeout: 90_000 });
});
