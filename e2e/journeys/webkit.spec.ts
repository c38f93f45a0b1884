/** The main journeys in WebKit, as on an iPad: by touch-sized windows, in both directions. */
import { test } from '@playwright/test';
import type { WebDriver } from 'selenium-webdriver';
import { putTlsInFront } from '../engines/tls.ts';
import { openScreen, openWebKit, type Screen, type WebKit } from '../engines/webkit.ts';
import { freePort, type Homeroom, runHomeroom } from '../homeroom.ts';
import { type Appearance, takeALesson } from './a-lesson.ts';
import type { Hands } from './hands.ts';
import { webkitHands } from './webkit-hands.ts';

/** Ended in the opposite order. */
const ends: (() => Promise<void>)[] = [];
let screen: Screen;
let homeroom: Homeroom;

test.beforeAll(async () => {
  const [at, to] = [await freePort(), await freePort()];
  screen = await openScreen();
  ends.push(screen.close);
  const tls = await putTlsInFront({ at, to });
  ends.push(tls.close);
  const address = { HOMEROOM_URL: `https://localhost:${at}`, HOMEROOM_PORT: String(to) };
  const own = await runHomeroom(address);
  ends.push(own.remove);
  homeroom = own;
});
test.afterAll(async () => {
  for (const end of ends.toReversed()) await end();
});

const ways: [string, Appearance, { width: number; height: number }][] = [
  ['on a tablet in the dark', { language: 'en', theme: 'Dark' }, { width: 1_024, height: 820 }],
  // WebKitGTK's window is never narrower than 447 px.
  ['on a phone, from right to left', { language: 'ar' }, { width: 390, height: 780 }],
];

for (const [how, appearance, size] of ways) {
  test(`A teacher and a student take a lesson in WebKit ${how}`, async () => {
    const browsers: WebKit[] = [];
    async function arrive(): Promise<Hands> {
      const browser = await openWebKit(screen);
      browsers.push(browser);
      await browser.driver
        .manage()
        .window()
        .setRect({ x: 0, y: 0, ...size });
      return webkitHands(browser.driver, homeroom.url);
    }
    try {
      const people = { teacher: await arrive(), student: await arrive() };
      await takeALesson(people, appearance, `Physics ${how}`);
    } catch (fault) {
      for (const { driver } of browsers) await keepPicture(driver);
      throw fault;
    } finally {
      for (const browser of browsers) await browser.close();
    }
  });
}

/** What was to be seen when it failed. */
async function keepPicture(driver: WebDriver): Promise<void> {
  const body = Buffer.from(await driver.takeScreenshot(), 'base64');
  await test.info().attach('picture', { body, contentType: 'image/png' });
}
