/** Both servers start anew while a lesson runs, with the grace time that schools have. */
import { expect, type Page, test } from '@playwright/test';
import { startSchoolHost } from './school-host.ts';
import { inLesson, inMeeting, jitsiOf, student, teacher } from './school-people.ts';

test('Prosody and Homeroom restarted in mid-lesson: everybody is in again @prosody @nginx', async ({
  browser,
}) => {
  const host = await startSchoolHost([teacher, student]);
  try {
    const { teacherPage, studentPage } = await inLesson(host, browser, 'Biology');
    await press(teacherPage, 'Microphone');
    await press(studentPage, 'Camera');
    await host.stopHomeroom();
    await host.startHomeroom();
    for (const page of [teacherPage, studentPage]) await expect(inMeeting(page)).toHaveCount(2);
    await host.restartProsody();
    // The client tries again at its own pace.
    for (const page of [teacherPage, studentPage])
      await expect(inMeeting(page)).toHaveCount(2, { timeout: 90_000 });
    // The frames were built anew, and nothing was switched on or off by that.
    await expectDevices(teacherPage, { Microphone: true, Camera: false });
    await expectDevices(studentPage, { Microphone: false, Camera: true });
  } finally {
    await host.stop();
  }
});

async function press(page: Page, device: string): Promise<void> {
  const button = jitsiOf(page).getByRole('button', { name: device, exact: true });
  const before = await button.getAttribute('aria-pressed');
  await button.click();
  await expect(button).not.toHaveAttribute('aria-pressed', before ?? '');
}

async function expectDevices(page: Page, devices: Record<string, boolean>): Promise<void> {
  for (const [name, pressed] of Object.entries(devices)) {
    await expect(jitsiOf(page).getByRole('button', { name, exact: true, pressed })).toBeVisible();
  }
}
