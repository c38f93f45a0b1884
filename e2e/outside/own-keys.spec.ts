/** Passes signed with keys of Homeroom's own (RS256), which Prosody fetches. */
import { expect, test } from '@playwright/test';
import { type SchoolHost, startSchoolHost } from './school-host.ts';
import { inLesson, inMeeting, signIn, student, teacher } from './school-people.ts';

let host: SchoolHost;
test.beforeAll(async () => {
  host = await startSchoolHost([teacher, student], { hasOwnKeys: true });
});
test.afterAll(() => host.stop());

test('a key is rotated in mid-lesson, and the old one is withdrawn @prosody @nginx', async ({
  browser,
}) => {
  const { teacherPage, slug } = await inLesson(host, browser, 'Latin');
  const [old = ''] = (await host.homeroom('keys', 'list')).split(' ');
  const rotated = await host.homeroom('keys', 'rotate');
  await expect.poll(() => host.output()).toContain(`"signing":"${rotated}"`);

  const reconnecting = await signIn(host, browser, student);
  await reconnecting.goto(`/homeroom/rooms/${slug}`);
  await reconnecting.getByRole('button', { name: 'Go in' }).click();
  await expect(inMeeting(reconnecting)).toHaveCount(2);

  await host.homeroom('keys', 'withdraw', old);
  await expect.poll(() => host.output()).toContain(`"kids":["${rotated}"]`);
  await teacherPage.reload();
  await expect(inMeeting(teacherPage)).toHaveCount(2);
});
