/** The journey on a Jitsi host: signed in at Homeroom, met in a real Prosody, through a real nginx. */
import { expect, test } from '@playwright/test';
import {
  inLesson,
  inMeeting,
  jitsiOf,
  makeRoom,
  signIn,
  student,
  teacher,
} from './school-people.ts';
import { type SchoolHost, startSchoolHost } from './school-host.ts';

let host: SchoolHost;
test.beforeAll(async () => {
  host = await startSchoolHost([teacher, student], {
    settings: { HOMEROOM_LESSON_GRACE: '3s' },
  });
});
test.afterAll(() => host.stop());

test('a teacher starts, the waiting student enters, the lesson ends with the teacher @prosody @nginx', async ({
  browser,
}) => {
  const teacherPage = await signIn(host, browser, teacher);
  const slug = await makeRoom(teacherPage, 'Mathematics');
  const studentPage = await signIn(host, browser, student);
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

test('end for all by Homeroom @prosody @nginx', async ({ browser }) => {
  const { teacherPage, studentPage } = await inLesson(host, browser, 'Physics');
  await teacherPage.getByRole('button', { name: 'End for all' }).click();
  await teacherPage.getByRole('button', { name: 'End the lesson for everybody' }).click();
  await expect(studentPage.getByRole('heading', { name: 'The lesson has ended' })).toBeVisible();
});

test('a second tab shows “open elsewhere” in the first @prosody @nginx', async ({ browser }) => {
  const { studentPage, slug } = await inLesson(host, browser, 'Chemistry');
  const second = await studentPage.context().newPage();
  await second.goto(`/homeroom/rooms/${slug}`);
  await second.getByRole('button', { name: 'Go in' }).click();
  await expect(inMeeting(second)).toHaveCount(2);
  await expect(studentPage.getByRole('heading', { name: 'Open elsewhere' })).toBeVisible();
});

test('removed inside Jitsi, and let in again by Homeroom @prosody @nginx', async ({ browser }) => {
  const { teacherPage, studentPage } = await inLesson(host, browser, 'Geography');
  await jitsiOf(teacherPage)
    .getByRole('button', { name: `Kick ${student.name}` })
    .click();
  await expect(
    studentPage.getByRole('heading', { name: 'You were removed from this lesson' }),
  ).toBeVisible();
  await teacherPage.getByRole('button', { name: 'Who is here' }).click();
  await teacherPage.getByRole('button', { name: `Let back in: ${student.name}` }).click();
  await studentPage.getByRole('button', { name: 'Go in' }).click();
  await expect(inMeeting(studentPage)).toHaveCount(2);
});

test('removed by Homeroom, out of the meeting at once @prosody @nginx', async ({ browser }) => {
  const { teacherPage, studentPage } = await inLesson(host, browser, 'History');
  await teacherPage.getByRole('button', { name: 'Who is here' }).click();
  await teacherPage.getByRole('button', { name: `Remove ${student.name}` }).click();
  await expect(inMeeting(teacherPage)).toHaveCount(1);
  await expect(
    studentPage.getByRole('heading', { name: 'You were removed from this lesson' }),
  ).toBeVisible();
});

test('promoted for the lesson: a moderator again after a reload @prosody @nginx', async ({
  browser,
}) => {
  const { teacherPage, studentPage } = await inLesson(host, browser, 'Music');
  await jitsiOf(teacherPage)
    .getByRole('button', { name: `Promote ${student.name}` })
    .click();
  const promoted = inMeeting(teacherPage).filter({ hasText: `${student.name}: moderator` });
  await expect(promoted).toHaveCount(1);
  await studentPage.reload();
  await expect(promoted).toHaveCount(1);
  await expect(
    inMeeting(studentPage).filter({ hasText: `${student.name}: moderator` }),
  ).toHaveCount(1);
});

test('signing out in another tab ends the meeting there too @prosody @nginx', async ({
  browser,
}) => {
  const { teacherPage, studentPage } = await inLesson(host, browser, 'Art');
  const other = await studentPage.context().newPage();
  await other.goto('/');
  await other.evaluate(async () => {
    await fetch('/homeroom/api/sign-out', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
  });
  await expect(inMeeting(teacherPage)).toHaveCount(1);
});

test('Jitsi’s own address leads to the room’s page, also with a pass that is no good @prosody @nginx', async ({
  page,
}) => {
  for (const address of ['/Some-Room', '/Some-Room?jwt=over', '/Some-Room#jwt=over']) {
    await page.goto(`${host.url}${address}`);
    await expect(page).toHaveURL(`${host.url}/homeroom/rooms/some-room`);
    await expect(page.getByRole('heading', { name: 'Please sign in first' })).toBeVisible();
  }
});

test('Jitsi’s service worker takes itself away @nginx', async ({ page }) => {
  await page.goto(host.url);
  const left = await page.evaluate(async () => {
    const { active, installing, waiting } =
      await navigator.serviceWorker.register('/pwa-worker.js');
    const worker = installing ?? waiting ?? active;
    await new Promise<void>((resolve) => {
      const look = () => worker?.state === 'redundant' && resolve();
      worker?.addEventListener('statechange', look);
      look();
    });
    return (await navigator.serviceWorker.getRegistrations()).length;
  });
  expect(left).toBe(0);
});

test('afterwards no log holds a pass @prosody @nginx', async () => {
  const logs = `${await host.nginx.logs()}\n${host.prosody.log()}\n${host.output()}`;
  expect(logs).not.toMatch(/eyJ[\w-]+\.eyJ[\w-]+\.[\w-]{20,}/);
});
