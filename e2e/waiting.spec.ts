/** While a student waits: a look at camera and microphone, and a sound when it begins. */
import type { Page } from '@playwright/test';
import { paths } from '../server/contract/paths.ts';
import { expect, test } from './fixtures.ts';
import { createRoom, expectInside, startLesson } from './rooms.ts';

declare global {
  var tracksOfTest: MediaStreamTrack[];
  var tonesOfTest: number;
}

/** Remembers every track that is opened and every tone that is played. */
const rememberMedia = (page: Page) =>
  page.addInitScript(() => {
    globalThis.tracksOfTest = [];
    globalThis.tonesOfTest = 0;
    const open = MediaDevices.prototype.getUserMedia;
    MediaDevices.prototype.getUserMedia = async function remember(wish) {
      const stream = await open.call(this, wish);
      globalThis.tracksOfTest.push(...stream.getTracks());
      return stream;
    };
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function count(when) {
      globalThis.tonesOfTest += 1;
      start.call(this, when);
    };
  });

const statesOf = (page: Page) =>
  page.evaluate(() => globalThis.tracksOfTest.map((track) => track.readyState));

test('Camera and microphone are checked, and let go before the meeting opens', async ({ as }) => {
  const [ada, finn] = [await as('ada'), await as('finn')];
  const slug = await createRoom(ada, 'Checked before');
  await rememberMedia(finn);
  await finn.goto(paths.room(slug));
  await finn.getByRole('button', { name: 'Check camera and microphone' }).click();
  await expect(finn.getByLabel("Your camera's picture")).toBeVisible();
  await expect(finn.getByText('Your microphone works.').first()).toBeVisible();
  expect(await statesOf(finn)).toEqual(['live', 'live']);

  await finn.getByRole('checkbox', { name: 'Play a quiet sound when the lesson starts' }).check();
  expect(await finn.evaluate(() => globalThis.tonesOfTest)).toBe(2);

  await startLesson(ada, slug);
  await expectInside(finn, 'Finn Fischer (you)');
  expect(await statesOf(finn)).toEqual(['ended', 'ended']);
  expect(await finn.evaluate(() => globalThis.tonesOfTest)).toBe(4);
});

test('The check is ended by the same button', async ({ as }) => {
  const [ada, finn] = [await as('ada'), await as('finn')];
  const slug = await createRoom(ada, 'Checked and ended');
  await rememberMedia(finn);
  await finn.goto(paths.room(slug));
  await finn.getByRole('button', { name: 'Check camera and microphone' }).click();
  await finn.getByRole('button', { name: 'End the check' }).click();
  expect(await statesOf(finn)).toEqual(['ended', 'ended']);
});

for (const [cause, sentence] of [
  ['NotAllowedError', /may not use camera and microphone here/],
  ['NotFoundError', /No camera and no microphone were found/],
  ['NotReadableError', /in use by another program/],
] as const) {
  test(`A friendly sentence where the browser says ${cause}`, async ({ as }) => {
    const [ada, finn] = [await as('ada'), await as('finn')];
    const slug = await createRoom(ada, cause);
    await finn.addInitScript((name) => {
      MediaDevices.prototype.getUserMedia = () => Promise.reject(new DOMException('', name));
    }, cause);
    await finn.goto(paths.room(slug));
    await finn.getByRole('button', { name: 'Check camera and microphone' }).click();
    await expect(finn.getByText(sentence)).toBeVisible();
  });
}
