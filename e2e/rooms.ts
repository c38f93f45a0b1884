/** Words of journeys in and around a room. */
import { expect, type Page } from '@playwright/test';
import { apiPaths, paths } from '../server/contract/paths.ts';
import { RoomView } from '../server/contract/room.ts';

/** A room of class 7a, made by the teacher whose page this is. @returns its slug */
export async function createRoom(page: Page, name: string): Promise<string> {
  const answer = await page.evaluate(
    async ([path, body]) => {
      const headers = { 'content-type': 'application/json' };
      return (await fetch(String(path), { method: 'POST', headers, body: String(body) })).json();
    },
    [apiPaths.rooms, JSON.stringify({ name, classes: ['7a'] })],
  );
  return RoomView.parse(answer).slug;
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
