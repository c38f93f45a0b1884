/** Both servers start anew while a lesson runs, with the grace time that schools have. */
import { expect, test } from '@playwright/test';
import { startSchoolHost } from './school-host.ts';
import { inLesson, inMeeting, student, teacher } from './school-people.ts';

test('Prosody and Homeroom restarted in mid-lesson: everybody is in again @prosody @nginx', async ({
  browser,
}) => {
  const host = await startSchoolHost([teacher, student]);
  try {
    const { teacherPage, studentPage } = await inLesson(host, browser, 'Biology');
    await host.stopHomeroom();
    await host.startHomeroom();
    for (const page of [teacherPage, studentPage]) await expect(inMeeting(page)).toHaveCount(2);
    await host.restartProsody();
    // The client tries again at its own pace.
    for (const page of [teacherPage, studentPage])
      await expect(inMeeting(page)).toHaveCount(2, { timeout: 90_000 });
  } finally {
    await host.stop();
  }
});
