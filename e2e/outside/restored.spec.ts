/**
 * An administrator brings back a backup that was made in the middle of a lesson. Homeroom's memory is
 * older than Prosody's list of open lessons then, and nothing of that may open anything.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { apiPaths } from '../../server/contract/paths.ts';
import { Pass } from '../../server/contract/pass.ts';
import { ask } from '../rooms.ts';
import { connect, SignInRefused } from './prosody/client.ts';
import { domain, hosts } from './prosody/config.ts';
import { type SchoolHost, startSchoolHost } from './school-host.ts';
import { inMeeting, makeRoom, signIn, student, teacher } from './school-people.ts';

let host: SchoolHost;
let folder: string;
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'homeroom-restored-'));
  host = await startSchoolHost([teacher, student]);
});
test.afterEach(async () => {
  await host.stop();
  await rm(folder, { recursive: true });
});

const passOf = async (page: Page, slug: string): Promise<string> =>
  Pass.parse(await ask(page, 'POST', apiPaths.pass(slug))).pass;

/** With Jitsi's address alone, as somebody who has kept a pass. */
async function enterWith(pass: string, slug: string): Promise<string> {
  const url = `${host.prosody.webSocket}?room=${slug}&token=${pass}`;
  const parts = { domain, mucHost: hosts.main, focusHost: hosts.focus };
  try {
    const client = await connect({ url, ...parts });
    const entry = await client.enter(slug);
    client.close();
    return entry.kind === 'in' ? 'in' : entry.why;
  } catch (error) {
    if (error instanceof SignInRefused) return error.message;
    throw error;
  }
}

/** As the administrator types it. */
async function bringBack(backup: string): Promise<void> {
  await host.stopHomeroom();
  await host.homeroom('restore', backup, '--yes');
}

const isSignedOut = (page: Page) =>
  expect(page.getByRole('main').getByRole('button', { name: 'Sign in' })).toBeVisible();

for (const restarts of [false, true]) {
  const meanwhile = restarts ? 'Prosody was restarted, and asks what is open' : 'Prosody ran on';
  test(`a backup of a lesson that is over opens nothing: ${meanwhile} @prosody @nginx`, async ({
    browser,
  }) => {
    const teacherPage = await signIn(host, browser, teacher);
    const slug = await makeRoom(teacherPage, 'Biology');
    // Whoever waits goes in when the teacher does.
    const studentPage = await signIn(host, browser, student);
    await studentPage.goto(`/homeroom/rooms/${slug}`);
    await teacherPage.goto(`/homeroom/rooms/${slug}`);
    await teacherPage.getByRole('button', { name: 'Start lesson' }).click();
    await expect(inMeeting(studentPage)).toHaveCount(2);
    const [pass, membersPass] = [await passOf(teacherPage, slug), await passOf(studentPage, slug)];
    const backup = join(folder, 'backup');
    await host.homeroom('backup', backup);
    expect(await enterWith(pass, slug)).toBe('in');

    await teacherPage.getByRole('button', { name: 'End for all' }).click();
    await teacherPage.getByRole('button', { name: 'End the lesson' }).click();
    await expect(teacherPage.locator('iframe')).toHaveCount(0);
    await bringBack(backup);
    if (restarts) await host.restartProsody();
    await host.startHomeroom();

    for (const kept of [pass, membersPass])
      expect(await enterWith(kept, slug)).toContain('homeroom:lesson-over');
    // Who was signed in when the backup was made is not now.
    for (const page of [teacherPage, studentPage]) {
      await page.goto('/');
      await isSignedOut(page);
    }

    // And the school goes on: Prosody knows later commands than the backup.
    const again = await signIn(host, browser, teacher);
    await again.goto(`/homeroom/rooms/${slug}`);
    await again.getByRole('button', { name: 'Start lesson' }).click();
    await expect(inMeeting(again)).toHaveCount(1);
    expect(await enterWith(membersPass, slug)).toContain('homeroom:lesson-over');
  });
}

test('a lesson that the backup does not know is ended @prosody @nginx', async ({ browser }) => {
  const backup = join(folder, 'backup');
  const page = await signIn(host, browser, teacher);
  await host.homeroom('backup', backup);
  const slug = await makeRoom(page, 'Made later');
  await page.goto(`/homeroom/rooms/${slug}`);
  await page.getByRole('button', { name: 'Start lesson' }).click();
  await expect(inMeeting(page)).toHaveCount(1);
  const pass = await passOf(page, slug);

  await bringBack(backup);
  await host.startHomeroom();
  await expect.poll(() => enterWith(pass, slug)).toContain('homeroom:lesson-over');
  await expect(inMeeting(page)).toHaveCount(0);
});
