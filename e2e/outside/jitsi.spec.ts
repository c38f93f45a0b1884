/** The journey on a Jitsi host: signed in at Homeroom, met in a real Prosody, through a real nginx. */
import { type Browser, expect, type Page, test } from '@playwright/test';
import { type Account, type SchoolHost, startSchoolHost } from './school-host.ts';

const password = 'correct horse battery staple';
const teacher: Account = {
  login: 'lovelace',
  name: 'Ada Lovelace',
  groups: ['teachers'],
  password,
};
const student: Account = {
  login: 'max',
  name: 'Max Muster',
  groups: ['students', 'class-7a'],
  password,
};

let host: SchoolHost;
test.beforeAll(async () => {
  host = await startSchoolHost([teacher, student], { HOMEROOM_LESSON_GRACE: '3s' });
});
test.afterAll(() => host.stop());

async function signIn(browser: Browser, { login, name }: Account): Promise<Page> {
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
async function makeRoom(page: Page, name: string): Promise<string> {
  await page.getByLabel('Name of a new room').fill(name);
  await page.getByRole('button', { name: 'Create room' }).click();
  await expect(page.getByRole('button', { name: `Start lesson in ${name}` })).toBeVisible();
  return page.evaluate(async (wanted) => {
    const listed = await fetch('/homeroom/api/rooms');
    const { rooms } = await listed.json();
    const { slug } = rooms.find((room: { name: string }) => room.name === wanted);
    await fetch(`/homeroom/api/rooms/${slug}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ classes: ['7a'] }),
    });
    return String(slug);
  }, name);
}

const inMeeting = (page: Page) => page.frameLocator('iframe').getByRole('listitem');

test('a teacher starts, the waiting student enters, the lesson ends with the teacher @prosody @nginx', async ({
  browser,
}) => {
  const teacherPage = await signIn(browser, teacher);
  const slug = await makeRoom(teacherPage, 'Mathematics');
  const studentPage = await signIn(browser, student);
  await studentPage.goto(`/homeroom/rooms/${slug}`);
  await expect(studentPage.getByText('You go in by yourself')).toBeVisible();

  await teacherPage.goto(`/homeroom/rooms/${slug}`);
  await teacherPage.getByRole('button', { name: 'Start lesson' }).click();
  const everybody = ['Ada Lovelace: moderator', 'Max Muster: participant'];
  await expect
    .poll(async () => (await inMeeting(teacherPage).allTextContents()).toSorted())
    .toEqual(everybody);
  await expect
    .poll(async () => (await inMeeting(studentPage).allTextContents()).toSorted())
    .toEqual(everybody);

  await teacherPage.getByRole('button', { name: 'Leave', exact: true }).first().click();
  await expect(studentPage.getByRole('heading', { name: 'The lesson has ended' })).toBeVisible();
});

test('end for all, at Homeroom and inside Jitsi @prosody @nginx', async ({ browser }) => {
  const teacherPage = await signIn(browser, teacher);
  const slug = await makeRoom(teacherPage, 'Physics');
  const studentPage = await signIn(browser, student);
  await teacherPage.goto(`/homeroom/rooms/${slug}`);
  await teacherPage.getByRole('button', { name: 'Start lesson' }).click();
  await expect(inMeeting(teacherPage)).toHaveCount(1);
  await studentPage.goto(`/homeroom/rooms/${slug}`);
  await studentPage.getByRole('button', { name: 'Go in' }).click();
  await expect(inMeeting(studentPage)).toHaveCount(2);
  await teacherPage.getByRole('button', { name: 'End for all' }).click();
  await teacherPage.getByRole('button', { name: 'End the lesson' }).click();
  await expect(studentPage.getByRole('heading', { name: 'The lesson has ended' })).toBeVisible();
});

test('a second tab shows “open elsewhere” in the first @prosody @nginx', async ({ browser }) => {
  const teacherPage = await signIn(browser, teacher);
  const slug = await makeRoom(teacherPage, 'Chemistry');
  await teacherPage.goto(`/homeroom/rooms/${slug}`);
  await teacherPage.getByRole('button', { name: 'Start lesson' }).click();
  await expect(inMeeting(teacherPage)).toHaveCount(1);
  const first = await signIn(browser, student);
  await first.goto(`/homeroom/rooms/${slug}`);
  await first.getByRole('button', { name: 'Go in' }).click();
  await expect(inMeeting(first)).toHaveCount(2);
  const second = await first.context().newPage();
  await second.goto(`/homeroom/rooms/${slug}`);
  await second.getByRole('button', { name: 'Go in' }).click();
  await expect(inMeeting(second)).toHaveCount(2);
  await expect(first.getByRole('heading', { name: 'Open elsewhere' })).toBeVisible();
});

test('Prosody and Homeroom restarted in mid-lesson: everybody is in again @prosody @nginx', async ({
  browser,
}) => {
  const teacherPage = await signIn(browser, teacher);
  const slug = await makeRoom(teacherPage, 'Biology');
  await teacherPage.goto(`/homeroom/rooms/${slug}`);
  await teacherPage.getByRole('button', { name: 'Start lesson' }).click();
  await expect(inMeeting(teacherPage)).toHaveCount(1);
  await host.stopHomeroom();
  await host.startHomeroom();
  await expect(inMeeting(teacherPage)).toHaveCount(1);
  await host.restartProsody();
  await expect(inMeeting(teacherPage)).toHaveCount(1, { timeout: 30_000 });
});

test('Jitsi’s own address without a pass opens nothing @prosody @nginx', async ({ page }) => {
  await page.goto(`${host.url}/some-room`);
  await expect(page.getByRole('status')).toContainText('Authentication failed');
});

test('afterwards no log holds a pass @prosody @nginx', async () => {
  const logs = `${await host.nginx.logs()}\n${host.prosody.log()}\n${host.output()}`;
  expect(logs).not.toMatch(/eyJ[\w-]+\.eyJ[\w-]+\.[\w-]{20,}/);
});
