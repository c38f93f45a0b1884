/** Words of journeys in and around a room. */
import { expect, type Page } from '@playwright/test';
import { apiPaths, paths } from '../server/contract/paths.ts';
import { type CreateRoom, RoomView } from '../server/contract/room.ts';

/** Asks as the page itself would, by whom it belongs to. @returns what is answered, as JSON */
export async function ask(page: Page, method: string, path: string, body?: object) {
  const answer: unknown = await page.evaluate(
    async ([path, method, body]) => {
      const headers = { 'content-type': 'application/json' };
      return (await fetch(path, { method, headers, ...(body && { body }) })).json();
    },
    [path, method, body && JSON.stringify(body)] as const,
  );
  return answer;
}

/** A room made by the teacher whose page this is. @returns its slug */
export async function createRoom(
  page: Page,
  name: string,
  classes = ['7a'],
  door: Pick<CreateRoom, 'colour' | 'picture'> = {},
): Promise<string> {
  return RoomView.parse(await ask(page, 'POST', apiPaths.rooms, { name, classes, ...door })).slug;
}

/** As a teacher does it on the dashboard. */
export async function createByHand(page: Page, name: string): Promise<void> {
  const field = page.getByLabel('Name of a new room');
  const button = page.getByRole('button', { name: 'New room' });
  await field.or(button).first().waitFor();
  // With rooms there, the form is a button.
  if (await button.isVisible()) await button.click();
  await field.fill(name);
  await page.getByRole('button', { name: 'Create room' }).click();
}

/** What the frame shows. */
export const meeting = (page: Page) => page.frameLocator('iframe');

/** Homeroom's own bar above it. */
export const bar = (page: Page) => page.getByRole('region', { name: 'Lesson' });

export async function expectInside(page: Page, ...names: string[]): Promise<void> {
  for (const name of names) {
    await expect(meeting(page).getByRole('listitem').filter({ hasText: name })).toBeVisible();
  }
}

/** The right with which the frame shows somebody. */
export async function expectRight(page: Page, name: string, right: string): Promise<void> {
  const person = meeting(page).getByRole('listitem').filter({ hasText: name });
  await expect(person.getByText(right, { exact: true })).toBeVisible();
}

export async function startLesson(page: Page, slug: string): Promise<void> {
  await page.goto(paths.room(slug));
  await page.getByRole('button', { name: 'Start lesson' }).click();
  await expect(meeting(page).getByText('(you)')).toBeVisible();
}

/** As somebody who comes when the lesson is running. */
export async function goIn(page: Page, slug: string): Promise<void> {
  await page.goto(paths.room(slug));
  await page.getByRole('button', { name: 'Go in' }).click();
  await expect(meeting(page).getByText('(you)')).toBeVisible();
}
