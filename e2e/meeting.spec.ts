/** A lesson in the practice meeting: waiting, going in, coming back, being put out, the end. */
import type { Page } from '@playwright/test';
import { paths } from '../server/contract/paths.ts';
import { expect, test } from './fixtures.ts';
import { bar, createRoom, expectInside, meeting } from './rooms.ts';

async function start(page: Page, slug: string): Promise<void> {
  await page.goto(paths.room(slug));
  await page.getByRole('button', { name: 'Start lesson' }).click();
}

test('a teacher starts, and two who wait go in by themselves', async ({ as }) => {
  const [ada, finn, guel] = [await as('ada'), await as('finn'), await as('guel')];
  const slug = await createRoom(ada, 'Waiting for Ada');
  for (const page of [finn, guel]) {
    await page.goto(paths.room(slug));
    await expect(page.getByText('The lesson begins as soon as Ada Adler is here.')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Not you?' })).toBeVisible();
  }
  await start(ada, slug);
  for (const page of [ada, finn, guel]) {
    await expectInside(page, 'Ada Adler', 'Finn Fischer', 'Gül Güneş');
  }
  await finn.reload();
  await expectInside(finn, 'Finn Fischer (you)', 'Ada Adler');

  await bar(ada).getByRole('button', { name: 'End for all' }).click();
  await ada.getByRole('button', { name: 'End the lesson for everybody' }).click();
  for (const page of [finn, guel]) {
    await expect(page.getByRole('heading', { name: 'The lesson has ended' })).toBeVisible();
  }
  await start(ada, slug);
  await expectInside(finn, 'Finn Fischer (you)', 'Ada Adler');
});

test('an organizer reloads and is organizer again', async ({ as }) => {
  const ada = await as('ada');
  const slug = await createRoom(ada, 'Reload');
  await start(ada, slug);
  await expect(meeting(ada).getByText('Organizer')).toBeVisible();
  await ada.reload();
  await expect(meeting(ada).getByText('Organizer')).toBeVisible();
});

test('who is removed stays out until readmitted', async ({ as }) => {
  const [ada, finn] = [await as('ada'), await as('finn')];
  const slug = await createRoom(ada, 'Removal');
  await start(ada, slug);
  await expectInside(ada, 'Ada Adler');
  await finn.goto(paths.room(slug));
  await finn.getByRole('button', { name: 'Go in' }).click();
  await expectInside(finn, 'Finn Fischer (you)');
  await meeting(ada).getByRole('button', { name: 'Remove: Finn Fischer' }).click();
  await expect(finn.getByText('You were removed from this lesson')).toBeVisible();
  await bar(ada).getByRole('button', { name: 'Who is here' }).click();
  const register = ada.getByRole('region', { name: 'Who is here' });
  // Who was removed sits in front of the door too, and is listed once.
  await expect(register.getByText('Finn Fischer')).toHaveCount(1);
  await ada.getByRole('button', { name: 'Let back in: Finn Fischer' }).click();
  await finn.getByRole('button', { name: 'Go in' }).click();
  await expectInside(finn, 'Finn Fischer (you)');
});

test('who stands at the door is in the register', async ({ as }) => {
  const [ada, finn] = [await as('ada'), await as('finn')];
  const slug = await createRoom(ada, 'At the door');
  await start(ada, slug);
  await expectInside(ada, 'Ada Adler');
  await bar(ada).getByRole('button', { name: 'Who is here' }).click();
  const register = ada.getByRole('region', { name: 'Who is here' });
  await finn.goto(paths.room(slug));
  await expect(register.getByRole('listitem').filter({ hasText: 'Finn Fischer' })).toBeVisible();
  await expect(register.getByText('At the door')).toBeVisible();
});

test('there is one way to leave: the button beside the meeting', async ({ as }) => {
  const ada = await as('ada');
  const slug = await createRoom(ada, 'One way out');
  await start(ada, slug);
  await expectInside(ada, 'Ada Adler');
  await expect(bar(ada).getByRole('button', { name: 'Leave' })).toBeVisible();
  await expect(meeting(ada).getByRole('button', { name: /leave|end/i })).toHaveCount(0);
});

test('a network that is gone is said at once, in the meeting and at the door', async ({
  as,
  watch,
}) => {
  watch.expectTrouble(/ERR_INTERNET_DISCONNECTED/);
  const [ada, finn] = [await as('ada'), await as('finn')];
  const slug = await createRoom(ada, 'No network');
  await finn.goto(paths.room(slug));
  await expect(finn.getByText('The lesson begins as soon as Ada Adler is here.')).toBeVisible();
  await finn.context().setOffline(true);
  await expect(finn.getByText('The connection is being restored …')).toBeVisible({
    timeout: 1_000,
  });
  await finn.context().setOffline(false);
  await expect(finn.getByText('The connection is being restored …')).toBeHidden();
  await start(ada, slug);
  await expectInside(ada, 'Ada Adler');
  await ada.context().setOffline(true);
  await expect(ada.getByText('No network. As soon as it is back')).toBeVisible({ timeout: 1_000 });
  await ada.context().setOffline(false);
  await expect(ada.getByText('No network.')).toBeHidden();
});

test('a student is in once: the newer window takes over', async ({ as }) => {
  const [ada, finn] = [await as('ada'), await as('finn')];
  const slug = await createRoom(ada, 'Two windows');
  await start(ada, slug);
  await expectInside(ada, 'Ada Adler');
  await finn.goto(paths.room(slug));
  await finn.getByRole('button', { name: 'Go in' }).click();
  await expectInside(finn, 'Finn Fischer (you)');
  const newer = await finn.context().newPage();
  await newer.goto(paths.room(slug));
  await newer.getByRole('button', { name: 'Go in' }).click();
  await expectInside(newer, 'Finn Fischer (you)');
  await expect(finn.getByRole('heading', { name: 'Open elsewhere' })).toBeVisible();
});

test('a meeting whose script does not come says so, and a new try works', async ({ as }) => {
  const ada = await as('ada');
  const slug = await createRoom(ada, 'No script');
  await ada.route('**/external_api.js', (route) => route.fulfill({ body: '/* not it */' }));
  await start(ada, slug);
  await expect(ada.getByRole('heading', { name: 'The meeting does not open' })).toBeVisible();
  await ada.unroute('**/external_api.js');
  await ada.getByRole('button', { name: 'Try again' }).click();
  await expectInside(ada, 'Ada Adler (you)');
});

test('a meeting whose script comes late is tried again without a press', async ({ as }) => {
  const ada = await as('ada');
  const slug = await createRoom(ada, 'A late script');
  await ada.clock.install();
  await ada.route('**/external_api.js', (route) => route.fulfill({ body: '/* not yet */' }));
  await start(ada, slug);
  await expect(ada.getByText('Homeroom keeps trying.')).toBeVisible();
  await ada.unroute('**/external_api.js');
  await ada.clock.fastForward(20_000);
  await expectInside(ada, 'Ada Adler (you)');
});

test('the server dies under an open meeting, and everybody is back', async ({
  as,
  homeroom,
  watch,
}) => {
  watch.expectTrouble(
    /ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET/,
  );
  const [ada, finn] = [await as('ada'), await as('finn')];
  const slug = await createRoom(ada, 'Restart');
  await start(ada, slug);
  await expectInside(ada, 'Ada Adler');
  await finn.goto(paths.room(slug));
  await finn.getByRole('button', { name: 'Go in' }).click();
  await expectInside(finn, 'Ada Adler');
  await homeroom.kill();
  await expect(meeting(finn).getByText('The connection is cut.')).toBeVisible();
  await homeroom.start();
  await expectInside(finn, 'Finn Fischer (you)', 'Ada Adler');
  await expectInside(ada, 'Ada Adler (you)', 'Finn Fischer');
});
