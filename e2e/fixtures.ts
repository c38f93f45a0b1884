/**
 * What every journey has: a Homeroom of its own, and people who come to it in
 * browsers of their own. A journey fails when a page writes an error, breaks the
 * Content-Security-Policy, asks another machine, or is not accessible at its end.
 */
import { test as base, expect, type Page } from '@playwright/test';
import { samplePeople } from '../server/identity/sample-people.ts';
import { expectAccessible } from './accessibility.ts';
import { letFillReachReact } from './engines/firefox.ts';
import { type Homeroom, runHomeroom, type Settings } from './homeroom.ts';
import { createWatch, type Watch } from './watch.ts';

export type WorkerOptions = {
  /** Settings beside those of demo mode: `test.use({ settings: { … } })` in a file of its own. */
  settings: Settings;
};

type Journey = {
  watch: Watch;
  /** Somebody's browser, not signed in, at the front door. */
  visit: (who?: string) => Promise<Page>;
  /** Somebody's browser, signed in, at the front door: `as('ada')`. */
  as: (login: string) => Promise<Page>;
};

export function person(login: string) {
  const sample = samplePeople.find((one) => one.login === login);
  if (!sample) throw new Error(`there is no sample person ${login}`);
  return sample;
}

/** On the page that asks for the password. */
export async function fillIn(page: Page, login: string): Promise<void> {
  await page.getByLabel('Login name').fill(login);
  await page.getByLabel('Password').fill(person(login).password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** From the front door, as a person does it. */
export async function signIn(page: Page, login: string): Promise<void> {
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await fillIn(page, login);
  await expect(page.getByText(person(login).name).first()).toBeVisible();
  // The header shows the name before the page has gone on.
  await expect(page).not.toHaveURL(/signed-in|oidc/);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
}

export const test = base.extend<Journey, WorkerOptions & { homeroom: Homeroom }>({
  settings: [{}, { scope: 'worker', option: true }],

  homeroom: [
    async ({ settings }, lend) => {
      const homeroom = await runHomeroom(settings);
      await lend(homeroom);
      await homeroom.remove();
    },
    { scope: 'worker' },
  ],

  baseURL: async ({ homeroom }, lend) => lend(homeroom.url),

  watch: async ({ homeroom }, lend) => {
    const watch = createWatch();
    await lend(watch);
    expect(watch.troubles(), `The server said:\n${homeroom.output()}`).toEqual([]);
  },

  visit: async ({ browser, browserName, homeroom, watch }, lend) => {
    const pages: Page[] = [];
    await lend(async (who = 'visitor') => {
      const context = await browser.newContext({ baseURL: homeroom.url });
      if (browserName === 'firefox') await letFillReachReact(context);
      watch.context(context, who);
      const page = await context.newPage();
      pages.push(page);
      await page.goto('/');
      return page;
    });
    for (const page of pages.filter((one) => !one.isClosed())) await expectAccessible(page);
    for (const page of pages) await page.context().close();
  },

  as: async ({ visit }, lend) => {
    await lend(async (login) => {
      const page = await visit(login);
      await signIn(page, login);
      return page;
    });
  },
});

export { expect };
