/** The meeting in its frame, in a real browser, through nginx, with a real Prosody behind it. */
import { expect, type Page, test } from '@playwright/test';
import { type JitsiHost, startJitsiHost } from './jitsi-host.ts';
import type { Lesson } from './prosody/school.ts';

let jitsi: JitsiHost;
test.beforeAll(async () => {
  jitsi = await startJitsiHost(1);
});
test.afterAll(() => jitsi.stop());

type Heard = { name: string; id?: string; error?: { name: string; params?: unknown[] } };

declare global {
  interface Window {
    heard: Heard[];
    api: { executeCommand(name: string, ...data: unknown[]): void };
  }
}

async function open(page: Page, lesson: Lesson, affiliation: 'owner' | 'member', person: string) {
  const { slug: room, lessonId } = lesson;
  const jwt = await jitsi.school.pass({ room, lesson: lessonId, person, affiliation });
  await page.goto(`${jitsi.url}/host.html#${new URLSearchParams({ room, jwt }).toString()}`);
  return jwt;
}

const heard = (page: Page): Promise<Heard[]> => page.evaluate(() => window.heard);

const errors = async (page: Page): Promise<string[]> =>
  (await heard(page)).map(({ error }) => [error?.name, error?.params?.at(-2)].join(' ').trim());

async function people(page: Page): Promise<string[]> {
  return page.frameLocator('iframe').getByRole('listitem').allTextContents();
}

/** What Jitsi calls this page's person. */
async function idOf(page: Page): Promise<string> {
  const joined = (await heard(page)).find(({ name }) => name === 'videoConferenceJoined');
  return joined?.id ?? '';
}

test('a student waits, enters with the teacher, and reads why it is over @prosody @nginx', async ({
  browser,
}) => {
  const lesson = await jitsi.school.openLesson({ graceSeconds: 2 });
  const student = await (await browser.newContext()).newPage();
  await open(student, lesson, 'member', 'student');
  await expect.poll(() => errors(student)).toContain('conference.authenticationRequired');

  const teacher = await (await browser.newContext()).newPage();
  const pass = await open(teacher, lesson, 'owner', 'teacher');
  const both = ['Name of student: participant', 'Name of teacher: moderator'];
  await expect.poll(async () => (await people(student)).toSorted()).toEqual(both);
  await expect.poll(async () => (await people(teacher)).toSorted()).toEqual(both);

  await teacher.close();
  await expect
    .poll(() => errors(student))
    .toContain('conference.destroyed homeroom:organizers-left');
  await expect(student.frameLocator('iframe').getByRole('status')).toContainText('organizers-left');
  expect(await jitsi.nginx.logs()).not.toContain(pass.split('.')[2]);
});

test('a second tab of a student replaces the first @prosody @nginx', async ({ browser }) => {
  const lesson = await jitsi.school.openLesson();
  const context = await browser.newContext();
  const [teacher, first, second] = [
    await context.newPage(),
    await context.newPage(),
    await context.newPage(),
  ];
  await open(teacher, lesson, 'owner', 'teacher');
  await expect.poll(() => people(teacher)).toHaveLength(1);
  await open(first, lesson, 'member', 'student');
  await expect.poll(() => people(first)).toHaveLength(2);
  await open(second, lesson, 'member', 'student');
  await expect.poll(() => errors(first)).toContain('conference.destroyed homeroom:replaced');
  await expect.poll(() => people(second)).toHaveLength(2);
});

test('a teacher promotes, removes and ends by the frame’s commands @prosody @nginx', async ({
  browser,
}) => {
  const lesson = await jitsi.school.openLesson();
  const context = await browser.newContext();
  const [teacher, student, other] = [
    await context.newPage(),
    await context.newPage(),
    await context.newPage(),
  ];
  await open(teacher, lesson, 'owner', 'teacher');
  await expect.poll(() => people(teacher)).toHaveLength(1);
  await open(student, lesson, 'member', 'student');
  await open(other, lesson, 'member', 'other');
  await expect.poll(() => people(teacher)).toHaveLength(3);
  const [promoted, removed] = [await idOf(student), await idOf(other)];
  await teacher.evaluate((id) => window.api.executeCommand('grantModerator', id), promoted);
  await expect.poll(() => people(teacher)).toContain('Name of student: moderator');
  await student.evaluate(() => window.api.executeCommand('endConference'));
  await teacher.evaluate((id) => window.api.executeCommand('kickParticipant', id), removed);
  await expect
    .poll(async () => (await heard(other)).map(({ name }) => name))
    .toContain('participantKickedOut');
  expect(await people(teacher)).toHaveLength(2);

  await teacher.evaluate(() => window.api.executeCommand('endConference'));
  await expect
    .poll(() => errors(student))
    .toContain('conference.destroyed homeroom:ended-by-organizer');
});

test('a pass that is void shows why @prosody @nginx', async ({ page }) => {
  const lesson = await jitsi.school.openLesson();
  await jitsi.school.homeroom().commands.end(lesson.slug, lesson.lessonId, 'room-deleted');
  await open(page, lesson, 'owner', 'teacher');
  await expect.poll(() => errors(page)).toContain('connection.passwordRequired');
});
