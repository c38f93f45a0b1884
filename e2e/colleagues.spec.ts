/** Several teachers: a visitor is a member, and an organizer carries the lesson on. */
import { paths } from '../server/contract/paths.ts';
import { expect, test } from './fixtures.ts';
import { bar, createRoom, expectInside, expectRight, goIn, startLesson } from './rooms.ts';

test.use({ settings: { HOMEROOM_LESSON_GRACE: '3s' } });

test('A colleague finds the room by its name and visits as a plain member', async ({ as }) => {
  const [ada, bo] = [await as('ada'), await as('bo')];
  const slug = await createRoom(ada, 'Open to colleagues');
  await startLesson(ada, slug);
  await bo.getByLabel('Find a room by its name or its teacher').fill('open to');
  await bo.getByRole('link', { name: 'Visit Open to colleagues' }).click();
  await expect(bo.getByText('A lesson of a colleague is running here')).toBeVisible();
  await bo.getByRole('button', { name: 'Go in' }).click();
  await expectInside(ada, 'Bo Berg');
  await expectRight(ada, 'Bo Berg', 'Member');
  await expect(bar(bo).getByRole('button', { name: 'End for all' })).toBeHidden();
});

test('A room that is closed to visitors tells a colleague so, and lets nobody in', async ({
  as,
  watch,
}) => {
  watch.expectTrouble(/403/);
  const [ada, bo] = [await as('ada'), await as('bo')];
  const slug = await createRoom(ada, 'Closed to colleagues');
  await ada.goto(paths.roomSettings(slug));
  const rules = ada.getByRole('region', { name: 'Rules of the room' });
  await rules.getByRole('checkbox', { name: 'Closed to visitors' }).check();
  await expect(rules.getByText('Saved')).toBeVisible();
  await bo.goto(paths.room(slug));
  await expect(bo.getByText('receive no visitors')).toBeVisible();
});

test('A co-organizer carries on after the first has left, and the lesson ends after the last', async ({
  as,
}) => {
  const [ada, bo, finn] = [await as('ada'), await as('bo'), await as('finn')];
  const slug = await createRoom(ada, 'Two organizers');
  await ada.goto(paths.roomSettings(slug));
  await ada.getByLabel('Find a colleague').fill('Bo B');
  await ada.getByRole('button', { name: /Bo Berg/ }).click();
  await expect(ada.getByRole('button', { name: /Remove.*Bo Berg/ })).toBeVisible();
  await startLesson(ada, slug);
  await goIn(bo, slug);
  await goIn(finn, slug);
  await expectRight(finn, 'Bo Berg', 'Organizer');
  await bar(ada).getByRole('button', { name: 'Leave' }).click();
  await expect(ada.getByText('The lesson goes on without you.')).toBeVisible();
  await expectInside(finn, 'Finn Fischer (you)', 'Bo Berg');
  await bar(bo).getByRole('button', { name: 'Leave' }).click();
  await expect(finn.getByRole('heading', { name: 'The lesson has ended' })).toBeVisible();
});

test("The teacher's computer dies, and the lesson goes on from another one", async ({ as }) => {
  const [ada, finn] = [await as('ada'), await as('finn')];
  const slug = await createRoom(ada, 'A computer dies');
  await startLesson(ada, slug);
  await goIn(finn, slug);
  await ada.context().close();
  await expect(finn.getByRole('heading', { name: 'The lesson has ended' })).toBeVisible();
  const elsewhere = await as('ada');
  await startLesson(elsewhere, slug);
  await expectInside(finn, 'Finn Fischer (you)', 'Ada Adler');
  await expectRight(elsewhere, 'Ada Adler', 'Organizer');
});
