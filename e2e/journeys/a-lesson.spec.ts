/**
 * The main journeys, with a mouse and with the keyboard, in several sizes, themes and languages.
 */
import type { Page } from '@playwright/test';
import { test } from '../fixtures.ts';
import { type Appearance, takeALesson } from './a-lesson.ts';
import { keyboardHands, mouseHands } from './playwright-hands.ts';

const wide = { width: 1_120, height: 760 };
const narrow = { width: 390, height: 780 };

const ways: [string, Appearance & { viewport: typeof wide }, typeof mouseHands][] = [
  ['on a wide screen', { language: 'en', viewport: wide }, mouseHands],
  ['on a phone', { language: 'en', viewport: narrow }, mouseHands],
  ['in the dark', { language: 'en', theme: 'Dark', viewport: wide }, mouseHands],
  ['from right to left', { language: 'ar', viewport: narrow }, mouseHands],
  ['by keyboard alone', { language: 'en', viewport: wide }, keyboardHands],
];

for (const [how, { viewport, ...appearance }, handsOf] of ways) {
  test(`A teacher and a student take a lesson ${how}`, async ({ visit }) => {
    async function arrive(who: string): Promise<Page> {
      const page = await visit(who);
      await page.setViewportSize(viewport);
      return page;
    }
    const [ada, finn] = [await arrive('ada'), await arrive('finn')];
    await takeALesson(
      { teacher: handsOf(ada), student: handsOf(finn) },
      appearance,
      `Physics ${how}`,
    );
  });
}
