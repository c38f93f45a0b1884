/**
 * Every page and its states: who sees it, where, and how it comes about. Found by
 * structure, not by words, since they are looked at in every language.
 */
import type { Page } from '@playwright/test';
import { paths } from '../../server/contract/paths.ts';
import { administered, examined } from './administered.ts';
import { createRoom } from '../rooms.ts';
import { goIn, type School, takeABriefLesson } from './school.ts';

export type State = {
  name: string;
  /** Whose page it is; `null` for one that is not signed in. */
  who: string | null;
  /** Leads there, and waits until it is as it should be. */
  reach(page: Page, school: School): Promise<unknown>;
};

/** That of the page itself, not of its skeleton. */
const heading = (page: Page) => page.locator('main h1[tabindex]').waitFor();

async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await heading(page);
}

const at =
  (path: (school: School) => string): State['reach'] =>
  (page, school) =>
    open(page, path(school));

const home = at(() => paths.home);
const lastSection = (page: Page) => page.locator('main section').last();

/** Their classes come after them. */
async function openSettings(page: Page, school: School): Promise<void> {
  await open(page, paths.roomSettings(school.quiet));
  await page.getByRole('checkbox', { name: '7b' }).waitFor();
}

/** Says of a room without a class that no student sees it. */
const cure = (page: Page) => page.locator('main li > div > div > button').first();

/** What is not one's own comes after the rooms; each teacher with rooms has one without a class. */
async function openDashboard(page: Page): Promise<void> {
  await open(page, paths.home);
  await page.locator('main [role=search] h2').waitFor();
  if ((await page.locator('main li').count()) > 0) await cure(page).waitFor();
}

async function openPasswordPage(page: Page): Promise<void> {
  await open(page, paths.home);
  await page.locator('main h1 ~ * button, main h1 ~ button').first().click();
  await page.locator('#password').waitFor();
}

async function typeAccount(page: Page, login: string, password: string): Promise<void> {
  await openPasswordPage(page);
  await page.locator('#login').fill(login);
  await page.locator('#password').fill(password);
  await page.locator('#password').press('Enter');
}

async function askToDelete(page: Page, school: School): Promise<void> {
  await openSettings(page, school);
  await lastSection(page).locator('button').click();
  await page.locator('dialog[open]').waitFor();
}

async function openMenu(page: Page): Promise<void> {
  await page.locator('header summary').click();
  await page.locator('header select').first().waitFor();
}

/** Goes in as an organizer, beside the one who is there. */
async function organize(page: Page, { running }: School): Promise<void> {
  await goIn(page, running);
  await page.locator('main section button').first().click();
  await page.locator('main section section').waitFor();
}

const outside: readonly State[] = [
  { name: 'front-door', who: null, reach: home },
  {
    name: 'front-door-on-the-way',
    who: null,
    reach: at(({ quiet }) => paths.room(quiet)),
  },
  { name: 'sign-in', who: null, reach: openPasswordPage },
  {
    name: 'sign-in-refused',
    who: null,
    async reach(page) {
      await typeAccount(page, 'ada', 'not this');
      await page.locator('[role=alert]').waitFor();
    },
  },
  {
    name: 'sign-in-over',
    who: null,
    async reach(page) {
      await page.goto(`${paths.oidc}/sign-in/long-over`);
      await page.locator('h1').waitFor();
    },
  },
  {
    name: 'sign-in-again',
    who: null,
    async reach(page) {
      // On a shared computer each start asks for the password.
      await open(page, paths.home);
      await page.locator('main [type=checkbox]').check();
      await page.locator('main h1 ~ * button, main h1 ~ button').first().click();
      await page.locator('#login').fill('ada');
      await page.locator('#password').fill('ada');
      await page.locator('#password').press('Enter');
      await page.locator('main [role=search] h2').waitFor();
      await page.locator('main section').last().locator('li button').first().click();
      await page.locator('#why').waitFor();
    },
  },
  {
    name: 'signed-out',
    who: null,
    async reach(page) {
      await typeAccount(page, 'ivo', 'ivo');
      await page.waitForURL(({ pathname }) => pathname === paths.home);
      await heading(page);
      await openMenu(page);
      await page.locator('header details button').first().click();
      await page.locator('header summary').waitFor({ state: 'detached' });
      await heading(page);
    },
  },
];

const lists: readonly State[] = [
  { name: 'dashboard', who: 'ada', reach: openDashboard },
  {
    name: 'dashboard-empty',
    who: 'cleo',
    async reach(page) {
      await page.route('/', async (route) => {
        const response = await route.fetch();
        const body = (await response.text()).replace(/(?<=id="page-data">)[^<]*/, (pageData) =>
          JSON.stringify({ ...JSON.parse(pageData), rooms: [] }),
        );
        await route.fulfill({ response, body });
      });
      await page.route('**/api/rooms', (route) => route.fulfill({ json: { rooms: [] } }));
      await openDashboard(page);
      await page.locator('main form').waitFor();
    },
  },
  {
    name: 'dashboard-sixty',
    who: 'bo',
    async reach(page) {
      await openDashboard(page);
      await page.locator('main [role=search]').nth(1).waitFor();
    },
  },
  {
    name: 'dashboard-found',
    who: 'bo',
    async reach(page) {
      await openDashboard(page);
      await page.locator('main [role=search] input').first().fill('8D latin');
      await page.locator('main [role=status]', { hasText: /\S/ }).first().waitFor();
    },
  },
  {
    name: 'new-room',
    who: 'ada',
    async reach(page) {
      await openDashboard(page);
      await page.locator('#new-room').click();
      await page.locator('main form input').first().fill('Biology 7b');
      await page.locator('main form ul li').waitFor();
    },
  },
  {
    name: 'choose-classes',
    who: 'ada',
    async reach(page) {
      await openDashboard(page);
      await cure(page).click();
      await page.locator('dialog[open]').waitFor();
    },
  },
  {
    name: 'dashboard-more',
    who: 'ada',
    async reach(page) {
      await openDashboard(page);
      await page.locator('main details summary').click();
      await page.locator('input[type=search]').fill('physics');
      await page.locator('[role=search] li').waitFor();
    },
  },
  { name: 'class-list', who: 'finn', reach: home },
  { name: 'class-list-empty', who: 'hana', reach: home },
  {
    name: 'menu',
    who: 'finn',
    async reach(page) {
      await open(page, paths.home);
      await openMenu(page);
    },
  },
  { name: 'no-role', who: 'nobody', reach: home },
  {
    name: 'ends-soon',
    who: 'finn',
    async reach(page) {
      const soon = Date.now() + 4.5 * 60_000;
      await page.route('/', async (route) => {
        const response = await route.fetch();
        const body = (await response.text()).replace(/"idleEndsAt":\d+/, `"idleEndsAt":${soon}`);
        await route.fulfill({ response, body });
      });
      await open(page, paths.home);
      await page.locator('aside button').waitFor();
    },
  },
  {
    name: 'offline',
    who: 'finn',
    async reach(page) {
      await page.route('**/api/live**', (route) => route.abort());
      await open(page, paths.home);
      await page.locator('aside [role=status] > *').waitFor();
    },
  },
  { name: 'not-found', who: 'finn', reach: at(() => '/homeroom/nothing-here') },
];

/** What happens in the school meanwhile would be in the picture: these are samples. */
async function openAdministration(page: Page, path: string): Promise<void> {
  await page.route('**/api/admin/*', async (route) => {
    const name = new URL(route.request().url()).pathname.split('/').at(-1) ?? '';
    if (name !== 'status') return route.fulfill({ json: administered[name] });
    const answer = await route.fetch();
    const status: object = await answer.json();
    return route.fulfill({ json: { ...status, doctor: examined } });
  });
  await open(page, path);
  await page.locator('main :is(li button, summary, li time)').first().waitFor();
}

const administration: readonly State[] = [
  { name: 'admin', who: 'cleo', reach: (page) => openAdministration(page, paths.admin) },
  {
    name: 'admin-end-lesson',
    who: 'cleo',
    async reach(page) {
      await openAdministration(page, paths.admin);
      await page.locator('main li button').first().click();
      await page.locator('dialog[open]').waitFor();
    },
  },
  {
    name: 'admin-rooms',
    who: 'cleo',
    async reach(page) {
      await openAdministration(page, paths.adminRooms);
      await page.locator('details > summary').last().click();
    },
  },
  { name: 'admin-audit', who: 'cleo', reach: (page) => openAdministration(page, paths.adminAudit) },
  {
    name: 'slow',
    who: 'cleo',
    async reach(page) {
      await page.route('**/api/admin/**', () => {});
      // By then the page's code has loaded, too.
      const asked = page.waitForRequest('**/api/admin/**');
      await page.goto(paths.admin);
      await asked;
      // Shown only to whoever waits for a while.
      await page.locator('main [aria-busy] h1').waitFor();
    },
  },
  {
    name: 'broken',
    who: 'cleo',
    async reach(page) {
      await page.route('**/api/admin/**', (route) => route.fulfill({ status: 500 }));
      await open(page, paths.admin);
    },
  },
];

const editor: readonly State[] = [
  { name: 'settings', who: 'ada', reach: openSettings },
  {
    name: 'settings-saved',
    who: 'ada',
    async reach(page, school) {
      await openSettings(page, school);
      await page.route('**/api/rooms/*', (route) => route.fulfill({ status: 503 }));
      // Refused, it is as it was before.
      await page.getByRole('checkbox', { name: '7b' }).click();
      await page.locator('main section [role=alert]').waitFor();
      await page.unroute('**/api/rooms/*');
      // As it was: others look at the same room.
      for (const act of ['uncheck', 'check'] as const) {
        await page.locator('main section input[type=checkbox]').last()[act]();
        await page.locator('main section button[aria-label]:not([aria-disabled])').waitFor();
      }
    },
  },
  {
    name: 'settings-of-another',
    who: 'finn',
    reach: at(({ quiet }) => paths.roomSettings(quiet)),
  },
  { name: 'delete', who: 'ada', reach: askToDelete },
  {
    name: 'delete-undo',
    who: 'cleo',
    async reach(page) {
      // However long it is looked at; and of a room that nobody else looks at.
      await page.route('**/api/rooms/*', (route) =>
        route.request().method() === 'DELETE' ? undefined : route.continue(),
      );
      await open(page, paths.home);
      await open(page, paths.roomSettings(await createRoom(page, 'Plans of last year')));
      await lastSection(page).locator('button').click();
      await page.locator('dialog[open] button').last().click();
      await page.waitForURL(({ pathname }) => pathname === paths.home);
      await page.locator('aside button').waitFor();
      // Cleo's other rooms change while they are looked at, their settings do not.
      await page.locator('main a[href*="physics"][href$="/settings"]').click();
      await page.getByRole('checkbox', { name: '7b' }).waitFor();
    },
  },
];

const meetings: readonly State[] = [
  { name: 'start', who: 'ada', reach: at(({ quiet }) => paths.room(quiet)) },
  {
    name: 'address',
    who: 'ada',
    async reach(page, { quiet }) {
      await open(page, paths.room(quiet));
      await page.locator('main h1 + div > button').click();
      await page.locator('dialog[open] svg').waitFor();
    },
  },
  { name: 'waiting', who: 'finn', reach: at(({ quiet }) => paths.room(quiet)) },
  {
    name: 'waiting-check',
    who: 'finn',
    async reach(page, { quiet }) {
      await open(page, paths.room(quiet));
      await page.locator('main section button').click();
      await page.locator('video').waitFor();
      await page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 0);
      // The microphone is heard too, which is said aloud once.
      await page.waitForFunction(
        () => [...document.querySelectorAll('[role=status]')].at(-1)?.textContent !== '',
      );
    },
  },
  { name: 'at-the-door', who: 'finn', reach: at(({ running }) => paths.room(running)) },
  { name: 'visit', who: 'cleo', reach: at(({ running }) => paths.room(running)) },
  { name: 'refused', who: 'hana', reach: at(({ running }) => paths.room(running)) },
  { name: 'removed', who: 'guel', reach: at(({ removedFrom }) => paths.room(removedFrom)) },
  { name: 'meeting', who: 'finn', reach: (page, { running }) => goIn(page, running) },
  { name: 'register', who: 'bo', reach: organize },
  {
    name: 'end-for-all',
    who: 'bo',
    async reach(page, { running }) {
      await goIn(page, running);
      await page.locator('main section > button').nth(1).click();
      await page.locator('dialog[open]').waitFor();
    },
  },
  {
    name: 'left',
    who: 'finn',
    async reach(page, { running }) {
      await goIn(page, running);
      await page.locator('main section button').last().click();
      await page.locator('iframe').waitFor({ state: 'detached' });
      await heading(page);
    },
  },
  {
    name: 'elsewhere',
    who: 'finn',
    async reach(page, { running }) {
      await goIn(page, running);
      await goIn(await page.context().newPage(), running);
      await page.bringToFront();
      await page.locator('iframe').waitFor({ state: 'detached' });
      await heading(page);
    },
  },
  {
    name: 'over',
    who: 'finn',
    async reach(page, school) {
      await takeABriefLesson(school, page);
      await heading(page);
    },
  },
  {
    name: 'no-frame',
    who: 'finn',
    async reach(page, { running }) {
      await page.route('**/external_api.js', (route) => route.fulfill({ body: '/* not it */' }));
      await open(page, paths.room(running));
      await page.locator('main h1 ~ * > button').first().click();
      await page.locator('main section').waitFor({ state: 'detached' });
      await page.locator('header summary').waitFor();
      await heading(page);
    },
  },
];

export const states: readonly State[] = [
  ...outside,
  ...lists,
  ...administration,
  ...editor,
  ...meetings,
];
