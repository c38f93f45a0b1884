/**
 * Jitsi's own web client in Homeroom's frame: `npm run real -- web-client`. The meeting side
 * is a real Prosody and a small focus; two people talk to each other without a videobridge.
 */
import { type Browser, expect, type Page, test } from '@playwright/test';
import { type SchoolHost, startSchoolHost } from '../outside/school-host.ts';
import { jitsiOf, makeRoom, signIn, student, teacher } from '../outside/school-people.ts';

const webClient = process.env['HOMEROOM_TEST_JITSI_WEB'] ?? '';

let host: SchoolHost;
test.beforeAll(async () => {
  host = await startSchoolHost([teacher, student], { webClient });
});
test.afterAll(() => host.stop());

const sees = (page: Page, name: string) =>
  expect(jitsiOf(page).locator('#videoconference_page')).toContainText(name);

/** Jitsi's button, by how it is called while the device is on and while it is off. */
const device = (page: Page, name: RegExp) => jitsiOf(page).getByRole('button', { name });
const microphoneOff = /^Unmute microphone/;
const microphoneOn = /^Mute microphone/;
const cameraOff = /^Start camera/;
const cameraOn = /^Stop camera/;

/** Jitsi hides its toolbar until somebody moves. */
async function showToolbar(page: Page): Promise<void> {
  await page.bringToFront();
  await page.mouse.move(200, 300);
  await page.mouse.move(400, 400);
}

/** The toolbar may be gone again before the press; a button that was pressed has another name. */
const press = (page: Page, name: RegExp): Promise<void> =>
  expect(async () => {
    await showToolbar(page);
    await device(page, name).click({ timeout: 3_000 });
  }).toPass();

async function expectDevices(page: Page, ...names: RegExp[]): Promise<void> {
  await showToolbar(page);
  for (const name of names) await expect(device(page, name)).toBeVisible();
}

async function meet(browser: Browser, room: string) {
  const ada = await signIn(host, browser, teacher);
  const slug = await makeRoom(ada, room);
  const max = await signIn(host, browser, student);
  await max.goto(`/homeroom/rooms/${slug}`);
  await ada.goto(`/homeroom/rooms/${slug}`);
  await ada.getByRole('button', { name: 'Start lesson' }).click();
  await sees(ada, student.name);
  await sees(max, teacher.name);
  return { ada, max, slug };
}

/** Bytes of video that have arrived from others. */
const videoReceived = (page: Page) =>
  jitsiOf(page)
    .locator('video#largeVideo')
    .evaluate((video: HTMLVideoElement) => video.getVideoPlaybackQuality().totalVideoFrames);

test('a teacher starts, a waiting student enters and sees the picture', async ({ browser }) => {
  const { ada, max } = await meet(browser, 'Mathematics');
  await press(ada, cameraOff);
  await expect.poll(() => videoReceived(max)).toBeGreaterThan(10);
});

test('the meeting is called as the room is, not as its address', async ({ browser }) => {
  const { ada, max, slug } = await meet(browser, 'Water and ice');
  for (const page of [ada, max]) {
    await showToolbar(page);
    await expect(jitsiOf(page).getByText('Water and ice').first()).toBeVisible();
    await expect(jitsiOf(page).getByText(slug)).toBeHidden();
  }
});

test('microphone and camera stay as they were left, whatever rebuilds the meeting', async ({
  browser,
}) => {
  const { ada, max } = await meet(browser, 'Silence');
  await expectDevices(ada, microphoneOff, cameraOff);
  await press(ada, cameraOff);
  await expectDevices(ada, microphoneOff, cameraOn);
  await press(max, microphoneOff);
  await expectDevices(ada, microphoneOff, cameraOn);
  await expectDevices(max, microphoneOn, cameraOff);
  await ada.reload();
  await sees(ada, student.name);
  await expectDevices(ada, microphoneOff, cameraOn);
  await press(ada, cameraOn);
  await expectDevices(ada, microphoneOff, cameraOff);
  await host.restartProsody();
  await expect(jitsiOf(ada).getByText('Reconnecting')).toBeHidden();
  await sees(ada, student.name);
  await sees(max, teacher.name);
  await expectDevices(ada, microphoneOff, cameraOff);
  await expectDevices(max, microphoneOn, cameraOff);
});

test('a student is offered nothing that has no place here', async ({ browser }) => {
  const { max } = await meet(browser, 'Offers');
  await showToolbar(max);
  const toolbar = jitsiOf(max).locator('#new-toolbox');
  await expect(toolbar.getByRole('button', { name: microphoneOff })).toBeVisible();
  await press(max, /more actions/i);
  const offered = jitsiOf(max).getByRole('menuitem').or(jitsiOf(max).getByRole('button'));
  const names = (
    await offered.evaluateAll((all) =>
      all.map((one) => one.getAttribute('aria-label') ?? one.textContent ?? ''),
    )
  ).join('\n');
  expect(names).not.toMatch(
    /invite|embed|security|record|live ?stream|leave|hang ?up|speaker stats/i,
  );
});

test('removed by the teacher, the student sees why, and comes back when readmitted', async ({
  browser,
}) => {
  const { ada, max } = await meet(browser, 'Removal');
  await ada.getByRole('button', { name: 'Who is here' }).click();
  await ada.getByRole('button', { name: `Remove ${student.name}` }).click();
  const removed = max.getByRole('heading', { name: 'You were removed from this lesson' });
  await expect(removed).toBeVisible();
  await ada.getByRole('button', { name: `Let back in: ${student.name}` }).click();
  await max.getByRole('button', { name: 'Go in' }).click();
  await sees(max, teacher.name);
});

test('ended for all, everybody sees that the lesson is over', async ({ browser }) => {
  const { ada, max } = await meet(browser, 'The end');
  await ada.getByRole('button', { name: 'End for all' }).click();
  await ada.getByRole('button', { name: 'End the lesson for everybody' }).click();
  for (const page of [ada, max])
    await expect(page.getByRole('heading', { name: 'The lesson has ended' })).toBeVisible();
});

test('its address, opened by hand with a pass that is no good, leads to the room’s page', async ({
  page,
}) => {
  for (const address of ['/some-room', '/some-room?jwt=over', '/some-room#jwt=over']) {
    await page.goto(`${host.url}${address}`);
    await expect(page).toHaveURL(`${host.url}/homeroom/rooms/some-room`);
    await expect(page.getByRole('heading', { name: 'Please sign in first' })).toBeVisible();
  }
});
