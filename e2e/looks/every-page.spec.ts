/**
 * Every page and state, in two languages or, by wish, in every one: accessible in both themes; sound on a wide
 * screen, on phones upright and lying, at 320 px, with text twice as large and widely
 * spaced; to be used in forced colours; still where less motion is wished for.
 */
import type { Page } from '@playwright/test';
import { languages } from '../../src/locales/languages.ts';
import { expectAccessible, expectContrast } from '../accessibility.ts';
import { expect } from '../fixtures.ts';
import { schoolSettings, test } from './in-school.ts';
import { findLostControls, findMotion } from './in-page.ts';
import { expectSoundLayout } from './layout.ts';
import { states } from './states.ts';

const wide = { width: 1_120, height: 760 };
const sizes = [
  { width: 740, height: 360 },
  { width: 390, height: 780 },
  { width: 320, height: 640 },
];

// No traces: faults are described in words, and traces take a third of the time.
test.use({ settings: schoolSettings, trace: 'off' });
test.describe.configure({ mode: 'parallel' });

const others = ['de', 'fr', 'es'];

/** Beside English, every other state from right to left, the rest in the others by turns. */
const secondOf = (at: number): string | undefined =>
  at % 2 === 0 ? 'ar' : others[Math.floor(at / 2) % others.length];

const isDue = (language: string, at: number): boolean =>
  language === 'en' || language === secondOf(at) || process.env['EVERY_LANGUAGE'] !== undefined;

for (const { tag: language } of languages) {
  for (const { name, who, reach } of states.filter((_, at) => isDue(language, at))) {
    test(`${name}, ${language}`, async ({ school }) => {
      const page = await school.open(who, { viewport: wide, language });
      await reach(page, school);
      if (language === 'en') await expectSameTree(page, name);
      await expectAccessible(page);
      await expectSoundLayout(page);
      expect.soft(await page.evaluate(findMotion), 'still').toEqual([]);
      await emulate(page, { colorScheme: 'dark' });
      await expectContrast(page);
      await emulate(page, { forcedColors: 'active' });
      expect.soft(await page.evaluate(findLostControls), 'in forced colours').toEqual([]);
      await emulate(page, { forcedColors: 'none' });
      for (const size of sizes) {
        await page.setViewportSize(size);
        await expectSoundLayout(page);
      }
      await page.setViewportSize(wide);
      await enlargeText(page);
      await expectSoundLayout(page);
      await page.context().close();
    });
  }
}

/**
 * What a screen reader is told, kept in `trees/`: `playwright test e2e/looks -u` writes
 * it anew. Without what differs from run to run: times, counts, the ends of
 * addresses, what was announced last, who has come to a door meanwhile.
 */
const expectSameTree = (page: Page, name: string) =>
  expect(async () => expect(await readTree(page)).toMatchSnapshot(`${name}.txt`)).toPass({
    timeout: 30_000,
  });

async function readTree(page: Page): Promise<string> {
  const tree = await page.locator('body').ariaSnapshot();
  return tree
    .replaceAll(/\d+:\d+/g, 'hh:mm')
    .replaceAll(/-[a-z0-9]{10}(?=\/|$)/gm, '-…')
    .replaceAll(/(?<=localhost:)\d+/g, '…')
    .replaceAll(/definition: "\d+"/g, 'definition: "…"')
    .replaceAll(/^ *- paragraph: \d+ (?:person is|people are) waiting\n/gm, '')
    .replace(/^- status: .*/m, '- status');
}

/** Waits until nothing moves any more: some changes are animated. */
async function emulate(page: Page, wish: Parameters<Page['emulateMedia']>[0]): Promise<void> {
  await page.emulateMedia(wish);
  await page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    await Promise.allSettled(document.getAnimations().map(({ finished }) => finished));
  });
}

/** WCAG 2.2, 1.4.4 resize text, and 1.4.12 text spacing, both at once. */
const enlargeText = (page: Page) =>
  page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
      html { font-size: 200% !important }
      * {
        line-height: 1.5 !important;
        letter-spacing: 0.12em !important;
        word-spacing: 0.16em !important;
      }
    `);
    document.adoptedStyleSheets.push(sheet);
  });
