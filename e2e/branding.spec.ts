/**
 * The school's own name, colour and logo: on Homeroom's pages, on the one that asks for the
 * password, and among the apps of a device.
 */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { z } from 'zod';
import { expect, signIn, test } from './fixtures.ts';

const logoFile = join(mkdtempSync(join(tmpdir(), 'homeroom-mark-')), 'mark.svg');
writeFileSync(
  logoFile,
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 40"><circle cx="20" cy="20" r="18"/></svg>',
);

test.use({
  settings: {
    HOMEROOM_SCHOOL: 'Hill School',
    HOMEROOM_ACCENT: '#b5179e',
    HOMEROOM_MARK_FILE: logoFile,
  },
});

const Manifest = z.object({
  name: z.string(),
  theme_color: z.string(),
  icons: z.tuple([z.object({ src: z.string() })]),
});

const logo = (page: Page) => page.locator('img[src^="/homeroom/"]').first();

/** The picture's natural width: 0 while it has not loaded, or where it is broken. */
const widthOf = (page: Page) =>
  logo(page).evaluate((picture) =>
    picture instanceof HTMLImageElement && picture.complete ? picture.naturalWidth : 0,
  );

const colourOf = (page: Page) =>
  page
    .getByRole('button', { name: 'Sign in' })
    .last()
    .evaluate((button) => getComputedStyle(button).backgroundColor);

test('The school is recognised from the front door to the list', async ({ visit }) => {
  const ada = await visit('ada');
  await expect.poll(() => widthOf(ada)).toBeGreaterThan(0);
  expect(await colourOf(ada)).toBe('rgb(181, 23, 158)');
  await ada.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await expect(ada.getByLabel('Login name')).toBeVisible();
  await expect.poll(() => widthOf(ada)).toBeGreaterThan(0);
  expect(await colourOf(ada)).toBe('rgb(181, 23, 158)');
  await ada.goto('/');
  await signIn(ada, 'ada');
  await expect.poll(() => widthOf(ada)).toBeGreaterThan(0);
});

test('The school stands among the apps of a device', async ({ visit }) => {
  const ada = await visit('ada');
  const browser = await ada.context().newCDPSession(ada);
  const { url, data, errors } = await browser.send('Page.getAppManifest');
  expect(errors).toEqual([]);
  const manifest = Manifest.parse(JSON.parse(data ?? ''));
  expect(manifest).toMatchObject({ name: 'Hill School', theme_color: '#b5179e' });
  const icon = await ada.request.get(new URL(manifest.icons[0].src, url).href);
  expect(await icon.text()).toContain('<circle');
  // A private window, as in every test, can install nothing; that has to be the only obstacle.
  const { installabilityErrors } = await browser.send('Page.getInstallabilityErrors');
  expect(installabilityErrors.map(({ errorId }) => errorId)).toEqual(['in-incognito']);
});
