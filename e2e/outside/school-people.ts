/** People of the school, and what they do on the way into a lesson. */
import { type Browser, expect, type Page } from '@playwright/test';
import { createByHand } from '../rooms.ts';
import type { Account, SchoolHost } from './school-host.ts';

const password = 'correct horse battery staple';
export const teacher: Account = {
  login: 'lovelace',
  name: 'Ada Lovelace',
  groups: ['teachers'],
  password,
};
export const student: Account = {
  login: 'max',
  name: 'Max Muster',
  groups: ['students', 'class-7a'],
  password,
};

export async function signIn(
  host: SchoolHost,
  browser: Browser,
  { login, name }: Account,
): Promise<Page> {
  const context = await browser.newContext({ baseURL: host.url });
  const page = await context.newPage();
  await page.goto('/');
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await page.getByLabel('Login name').fill(login);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText(name).first()).toBeVisible();
  return page;
}

/** A new room of the teacher's, for class 7a. */
export async function makeRoom(page: Page, name: string): Promise<string> {
  await createByHand(page, name);
  await expect(page.getByRole('button', { name: `Start lesson in ${name}` })).toBeVisible();
  return page.evaluate(async (wanted) => {
    const listed = await fetch('/homeroom/api/rooms');
    const { rooms } = await listed.json();
    const { slug } = rooms.find((room: { name: string }) => room.name === wanted);
    await fetch(`/homeroom/api/rooms/${slug}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ classes: { add: ['7a'] } }),
    });
    return String(slug);
  }, name);
}

export const jitsiOf = (page: Page) => page.frameLocator('iframe');
export const inMeeting = (page: Page) => jitsiOf(page).getByRole('listitem');

/** The teacher and a student, both in the meeting of a new room. */
export async function inLesson(host: SchoolHost, browser: Browser, room: string) {
  const teacherPage = await signIn(host, browser, teacher);
  const slug = await makeRoom(teacherPage, room);
  await teacherPage.goto(`/homeroom/rooms/${slug}`);
  await teacherPage.getByRole('button', { name: 'Start lesson' }).click();
  await expect(inMeeting(teacherPage)).toHaveCount(1);
  const studentPage = await signIn(host, browser, student);
  await studentPage.goto(`/homeroom/rooms/${slug}`);
  await studentPage.getByRole('button', { name: 'Go in' }).click();
  await expect(inMeeting(studentPage)).toHaveCount(2);
  return { teacherPage, studentPage, slug };
}
