/** A school that has a colour and no logo: Homeroom's door wears the colour, on every page. */
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';

test.use({ settings: { HOMEROOM_ACCENT: '#b5179e' } });

const doorColour = (page: Page) =>
  page
    .locator('svg[viewBox="0 0 40 40"] rect')
    .first()
    .evaluate((ground) => getComputedStyle(ground).fill);

/** The picture on the browser's tab, which no stylesheet reaches. */
async function tabIcon(page: Page): Promise<string> {
  const address = await page.locator('link[rel="icon"]').getAttribute('href');
  return (await page.request.get(address ?? '')).text();
}

test('The door has the school’s colour at the front and where the password is asked for', async ({
  visit,
}) => {
  const ada = await visit('ada');
  expect(await doorColour(ada)).toBe('rgb(181, 23, 158)');
  const icon = await tabIcon(ada);
  expect(icon).toContain('#b5179e');
  await ada.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await expect(ada.getByLabel('Login name')).toBeVisible();
  expect(await doorColour(ada)).toBe('rgb(181, 23, 158)');
  expect(await tabIcon(ada)).toBe(icon);
});
