/**
 * Every page and its main states: who sees it, where, and when it is there.
 * Found by structure, not by words: the pictures are in several languages.
 */

/**
 * @typedef {import('@playwright/test').Page} Page
 * @typedef {import('./school.mjs').School} School
 *
 * @typedef {object} State
 * @property {string} name
 * @property {string | null} who
 * @property {(school: School) => string} at
 * @property {(page: Page, language: string) => Promise<unknown>} reach
 */

/** @param {Page} page */
const heading = (page) => page.locator('main h1').waitFor();

/** @type {readonly State[]} */
export const states = [
  { name: 'front-door', who: null, at: () => '/', reach: heading },
  {
    name: 'sign-in',
    who: null,
    at: () => '/',
    async reach(page) {
      await heading(page);
      await page.locator('main h1 ~ * button, main h1 ~ button').first().click();
      await page.locator('#password').waitFor();
    },
  },
  { name: 'dashboard', who: 'ada', at: () => '/', reach: heading },
  { name: 'dashboard-empty', who: 'bo', at: () => '/', reach: heading },
  { name: 'class-list', who: 'finn', at: () => '/', reach: heading },
  {
    name: 'menu',
    who: 'finn',
    at: () => '/',
    async reach(page) {
      await heading(page);
      await page.locator('header summary').click();
      await page.locator('header select').first().waitFor();
    },
  },
  { name: 'no-role', who: 'nobody', at: () => '/', reach: heading },
  { name: 'admin', who: 'cleo', at: () => '/homeroom/admin', reach: heading },
  {
    name: 'settings',
    who: 'ada',
    at: ({ quiet }) => `/homeroom/rooms/${quiet}/settings`,
    reach: heading,
  },
  {
    name: 'delete',
    who: 'ada',
    at: ({ quiet }) => `/homeroom/rooms/${quiet}/settings`,
    async reach(page) {
      await heading(page);
      await page.locator('section').last().locator('button').click();
      await page.locator('dialog[open]').waitFor();
    },
  },
  {
    name: 'delete-undo',
    who: 'ada',
    at: ({ quiet }) => `/homeroom/rooms/${quiet}/settings`,
    async reach(page) {
      await heading(page);
      await page.locator('section').last().locator('button').click();
      await page.locator('dialog[open] button').last().click();
      await page.locator('section').last().scrollIntoViewIfNeeded();
    },
  },
  { name: 'start', who: 'ada', at: ({ quiet }) => `/homeroom/rooms/${quiet}`, reach: heading },
  { name: 'waiting', who: 'finn', at: ({ quiet }) => `/homeroom/rooms/${quiet}`, reach: heading },
  {
    name: 'waiting-check',
    who: 'finn',
    at: ({ quiet }) => `/homeroom/rooms/${quiet}`,
    async reach(page) {
      await heading(page);
      await page.locator('main section button').click();
      await page.locator('video').waitFor();
      await page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 0);
    },
  },
  {
    name: 'at-the-door',
    who: 'finn',
    at: ({ running }) => `/homeroom/rooms/${running}`,
    reach: heading,
  },
  {
    name: 'meeting',
    who: 'finn',
    at: ({ running }) => `/homeroom/rooms/${running}`,
    async reach(page) {
      await heading(page);
      await page.locator('main h1 ~ * > button').first().click();
      await page.frameLocator('iframe').locator('li').first().waitFor();
    },
  },
  {
    name: 'left',
    who: 'finn',
    at: ({ running }) => `/homeroom/rooms/${running}`,
    async reach(page) {
      await heading(page);
      await page.locator('main h1 ~ * > button').first().click();
      await page.frameLocator('iframe').locator('li').first().waitFor();
      await page.locator('main section button').last().click();
      await page.locator('iframe').waitFor({ state: 'detached' });
      await heading(page);
    },
  },
  { name: 'not-found', who: 'finn', at: () => '/homeroom/nothing-here', reach: heading },
];
