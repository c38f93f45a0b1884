/** A network that goes and comes back; and a list that needs none to be painted. */
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { createRoom, expectInside, expectRight, goIn, meeting, startLesson } from './rooms.ts';

/** A line to the meeting that a test can cut. */
async function lineOf(page: Page) {
  const open = new Set<{ close(): Promise<void> }>();
  let isCut = false;
  await page.routeWebSocket(/practice\/socket/, (socket) => {
    if (isCut) return void socket.close();
    const server = socket.connectToServer();
    open.add(socket).add(server);
  });
  return {
    async cut() {
      isCut = true;
      await Promise.all([...open].map((end) => end.close()));
      open.clear();
    },
    mend: () => void (isCut = false),
  };
}

test('A lost network leads back in by itself, with the same right', async ({ as }) => {
  const [ada, finn] = [await as('ada'), await as('finn')];
  const slug = await createRoom(ada, 'Lost network');
  const lines = [await lineOf(ada), await lineOf(finn)];
  await startLesson(ada, slug);
  await goIn(finn, slug);
  for (const line of lines) await line.cut();
  await expect(meeting(ada).getByText('The connection is cut.')).toBeVisible();
  for (const line of lines) line.mend();
  await expectInside(ada, 'Ada Adler (you)', 'Finn Fischer');
  await expectRight(ada, 'Ada Adler', 'Organizer');
  await expectRight(finn, 'Finn Fischer', 'Member');
});

test('The signed-in list is there before the server is asked for anything', async ({ as }) => {
  const ada = await as('ada');
  await createRoom(ada, 'There at once');
  await ada.route('**/homeroom/api/**', () => {});
  await ada.goto('/');
  await expect(ada.getByRole('link', { name: 'There at once', exact: true })).toBeVisible();
  await ada.unroute('**/homeroom/api/**');
});
