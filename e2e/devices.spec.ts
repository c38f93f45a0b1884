/** Nobody is seen or heard who has not chosen it, whatever builds the meeting anew. */
import type { Page } from '@playwright/test';
import { paths } from '../server/contract/paths.ts';
import { expect, test } from './fixtures.ts';
import { bar, createRoom, expectInside, expectRight, goIn, meeting, startLesson } from './rooms.ts';

const device = (page: Page, name: 'Microphone' | 'Camera') =>
  meeting(page).getByRole('button', { name, exact: true });

const pressed = (state: 'on' | 'off') => String(state === 'on');

async function expectDevices(page: Page, microphone: 'on' | 'off', camera: 'on' | 'off') {
  await expect(device(page, 'Microphone')).toHaveAttribute('aria-pressed', pressed(microphone));
  await expect(device(page, 'Camera')).toHaveAttribute('aria-pressed', pressed(camera));
}

/**
 * Presses the button in the frame and waits until the page around it was told, which is what a
 * reload restores.
 */
async function press(page: Page, name: 'Microphone' | 'Camera'): Promise<void> {
  const readKept = () => page.evaluate(() => sessionStorage.getItem('homeroom-devices'));
  const before = await readKept();
  await device(page, name).click();
  await expect.poll(readKept).not.toBe(before);
}

async function reload(page: Page): Promise<void> {
  await page.reload();
  await expect(meeting(page).getByText('(you)')).toBeVisible();
}

test('After a reload microphone and camera are as they were left', async ({ as }) => {
  const [ada, finn] = [await as('ada'), await as('finn')];
  const slug = await createRoom(ada, 'Loaded again');
  await startLesson(ada, slug);
  await expectDevices(ada, 'off', 'off');
  await press(ada, 'Microphone');
  await press(ada, 'Camera');
  await reload(ada);
  await expectDevices(ada, 'on', 'on');
  await press(ada, 'Microphone');
  await press(ada, 'Camera');
  await reload(ada);
  await expectDevices(ada, 'off', 'off');

  await goIn(finn, slug);
  await expectDevices(finn, 'off', 'off');
  await press(finn, 'Microphone');
  await reload(finn);
  await expectDevices(finn, 'on', 'off');
  await press(finn, 'Microphone');
  await reload(finn);
  await expectDevices(finn, 'off', 'off');
});

test('A meeting that is built anew without a reload leaves them as they are', async ({ as }) => {
  const [ada, bo] = [await as('ada'), await as('bo')];
  const slug = await createRoom(ada, 'Built anew');
  await startLesson(ada, slug);
  await goIn(bo, slug);
  await press(bo, 'Camera');
  await expectDevices(bo, 'off', 'on');

  // Bo becomes an organizer, and comes in again with another pass.
  const settings = await ada.context().newPage();
  await settings.goto(paths.roomSettings(slug));
  await settings.getByLabel('Find a colleague').fill('Bo B');
  await settings.getByRole('button', { name: /Bo Berg/ }).click();
  await expectRight(bo, 'Bo Berg', 'Organizer');
  await expectDevices(bo, 'off', 'on');
});

test('In a breakout room and back nothing is switched', async ({ as }) => {
  const ada = await as('ada');
  const slug = await createRoom(ada, 'Moved about');
  await startLesson(ada, slug);
  await press(ada, 'Microphone');
  await meeting(ada).getByRole('button', { name: 'Go to the breakout room' }).click();
  await expect(meeting(ada).getByRole('button', { name: 'Back to the main room' })).toBeVisible();
  await expectDevices(ada, 'on', 'off');
  await reload(ada);
  await expectDevices(ada, 'on', 'off');
});

test('What an organizer chose at the door outlives another page in between', async ({ as }) => {
  const ada = await as('ada');
  const slug = await createRoom(ada, 'Chosen before');
  await ada.goto(paths.room(slug));
  await ada.getByRole('checkbox', { name: 'Microphone' }).check();
  await ada.reload();
  await startLesson(ada, slug);
  await expectDevices(ada, 'on', 'off');
});

test('Who leaves and goes in again is silent at first, as the page says', async ({ as }) => {
  const [ada, finn] = [await as('ada'), await as('finn')];
  const slug = await createRoom(ada, 'Left and back');
  await startLesson(ada, slug);
  await goIn(finn, slug);
  await press(finn, 'Microphone');
  await expectDevices(finn, 'on', 'off');
  await bar(finn).getByRole('button', { name: 'Leave' }).click();
  await finn.getByRole('button', { name: 'Go in again' }).click();
  await expectInside(finn, 'Finn Fischer (you)');
  await expectDevices(finn, 'off', 'off');
});
