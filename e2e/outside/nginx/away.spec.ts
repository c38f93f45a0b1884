/** Homeroom is stopped behind a real nginx: what people see, and how they come back. */
import { createServer, type Server } from 'node:http';
import { expect, test } from '@playwright/test';
import { expectAccessible } from '../../accessibility.ts';
import { freePort } from '../prosody/server.ts';
import { type Nginx, startNginx } from './start.ts';

let homeroom: number;
let nginx: Nginx;
test.beforeEach(async () => {
  homeroom = await freePort();
  nginx = await startNginx({ homeroom, prosody: 1, videobridge: 1, jicofo: 1, webRoot: '/' });
});
test.afterEach(() => nginx.stop());

async function startHomeroom(): Promise<Server> {
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(`<title>Homeroom</title><h1>${request.method} ${request.url}</h1>`);
  });
  await new Promise<void>((resolve) => server.listen(homeroom, '127.0.0.1', resolve));
  return server;
}

for (const [locale, language, heading] of [
  ['de-CH', 'de', 'Einen Moment, bitte'],
  ['ar', 'ar', 'لحظة من فضلك'],
  ['nl', 'en', 'One moment, please'],
] as const) {
  test(`a browser that wishes ${locale} is told in ${language} @nginx`, async ({ browser }) => {
    const context = await browser.newContext({ locale });
    const page = await context.newPage();
    await page.goto(`${nginx.url}/homeroom/rooms/maths`);
    await expect(page.getByRole('heading')).toHaveText(heading);
    await expect(page.locator('html')).toHaveAttribute('lang', language);
    await expectAccessible(page);
    await context.close();
  });
}

test('the language that was chosen in Homeroom counts first @nginx', async ({ browser }) => {
  const context = await browser.newContext({ locale: 'de' });
  await context.addCookies([{ name: 'homeroom-language', value: 'fr', url: nginx.url }]);
  const page = await context.newPage();
  await page.goto(nginx.url);
  await expect(page).toHaveTitle('Un instant, s’il vous plaît');
  await context.close();
});

test('the page leads back to where one was, by itself @nginx', async ({ page }) => {
  await page.clock.install();
  await page.goto(`${nginx.url}/homeroom/rooms/maths?x=1#part`);
  await expect(page.getByRole('heading')).toBeVisible();
  // Nobody is there yet: it goes on trying.
  const failed = page.waitForResponse((response) => response.status() === 502);
  await page.clock.runFor(8_000);
  await failed;
  const server = await startHomeroom();
  await expect(async () => {
    await page.clock.runFor(8_000);
    await expect(page.getByRole('heading')).toHaveText('GET /homeroom/rooms/maths?x=1', {
      timeout: 1_000,
    });
  }).toPass();
  server.closeAllConnections();
  server.close();
});

test('a form that was sent meanwhile is not sent twice @nginx', async ({ page }) => {
  await page.clock.install();
  await page.route('**/form', (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: '<form method="post" action="/homeroom/oidc/sign-in/x"><button>Send</button></form>',
    }),
  );
  await page.goto(`${nginx.url}/form`);
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByRole('heading')).toBeVisible();
  const server = await startHomeroom();
  await expect(async () => {
    await page.clock.runFor(8_000);
    await expect(page.getByRole('heading')).toHaveText('GET /homeroom/oidc/sign-in/x', {
      timeout: 1_000,
    });
  }).toPass();
  server.closeAllConnections();
  server.close();
});
