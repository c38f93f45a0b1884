/** Everything by keyboard alone. */
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { bar, createRoom, expectInside, goIn, meeting, startLesson } from './rooms.ts';

/** Presses Tab until what has the focus is called this. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 40; presses += 1) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      return element?.getAttribute('aria-label') ?? element?.textContent ?? '';
    });
    if (name.test(focused)) return;
  }
  throw new Error(`nothing called ${name} takes the focus`);
}

test('Signing in and starting a lesson take no mouse', async ({ visit }) => {
  const ada = await visit('ada');
  await tabTo(ada, /^Sign in$/);
  await ada.keyboard.press('Enter');
  await expect(ada.getByLabel('Login name')).toBeFocused();
  await ada.keyboard.type('ada');
  await ada.keyboard.press('Tab');
  await ada.keyboard.type('ada');
  await ada.keyboard.press('Enter');
  await expect(ada.getByRole('heading', { name: 'Your rooms' })).toBeVisible();
  await createRoom(ada, 'By keyboard');
  await expect(ada.getByRole('link', { name: 'By keyboard', exact: true })).toBeVisible();
  await tabTo(ada, /Start lesson in By keyboard/);
  await ada.keyboard.press('Enter');
  await expectInside(ada, 'Ada Adler (you)');
  await tabTo(ada, /^Leave$/);
  await ada.keyboard.press('Enter');
  await expect(ada.getByRole('heading', { name: 'You have left' })).toBeVisible();
});

test('Where a button goes away with what it did, the focus stays in its panel', async ({ as }) => {
  const [ada, finn] = [await as('ada'), await as('finn')];
  const slug = await createRoom(ada, 'Who may stay');
  await startLesson(ada, slug);
  await goIn(finn, slug);
  await ada.bringToFront();
  await ada.getByRole('button', { name: 'Who is here' }).click();
  const panel = ada.getByRole('region', { name: 'Who is here' });
  for (const name of ['Remove Finn Fischer', 'Let back in: Finn Fischer']) {
    const button = panel.getByRole('button', { name });
    await button.press('Enter');
    await expect(button).toBeHidden();
    await expect(panel).toBeFocused();
  }
});

test('The register comes after its button, stays open, and closes by Escape', async ({ as }) => {
  const [ada, finn] = [await as('ada'), await as('finn')];
  const slug = await createRoom(ada, 'Register by keyboard');
  await startLesson(ada, slug);
  await goIn(finn, slug);
  await ada.bringToFront();
  const button = bar(ada).getByRole('button', { name: 'Who is here', exact: true });
  const panel = ada.getByRole('region', { name: 'Who is here' });
  await button.press('Enter');
  await ada.keyboard.press('Tab');
  await expect(panel.getByRole('button', { name: 'Close who is here' })).toBeFocused();
  await ada.keyboard.press('Tab');
  await expect(panel.getByRole('button', { name: 'Remove Finn Fischer' })).toBeFocused();
  // Beside the meeting, not over it, and not closed by what happens there.
  const [left, right] = [await ada.locator('iframe').boundingBox(), await panel.boundingBox()];
  expect((left?.x ?? 0) + (left?.width ?? 0)).toBeLessThanOrEqual((right?.x ?? 0) + 1);
  await meeting(ada).getByRole('button', { name: 'Microphone' }).click();
  await expect(panel).toBeVisible();
  await panel.getByRole('button', { name: 'Remove Finn Fischer' }).focus();
  await ada.keyboard.press('Escape');
  await expect(panel).toBeHidden();
  await expect(button).toBeFocused();
});

test('The first press of Tab offers the way past the header', async ({ visit }) => {
  const visitor = await visit();
  await visitor.keyboard.press('Tab');
  await expect(visitor.getByRole('link', { name: 'Skip to the content' })).toBeFocused();
});
