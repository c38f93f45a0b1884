/** The people and rooms that the pictures show: one lesson is running, Gül is in it. */

/**
 * @typedef {import('@playwright/test').Browser} Browser
 * @typedef {import('@playwright/test').Page} Page
 * @typedef {{ viewport: { width: number, height: number }, theme: string, language: string }} Look
 * @typedef {{ running: string, quiet: string, pageOf(who: string | null, look: Look): Promise<Page> }} School
 */

const people = ['ada', 'bo', 'cleo', 'finn', 'guel', 'nobody'];

/**
 * Somebody's browser, signed in, in English.
 * @param {Browser} browser
 * @param {string} url
 * @param {string} login
 */
async function signIn(browser, url, login) {
  const context = await browser.newContext({ baseURL: url, locale: 'en-GB' });
  const page = await context.newPage();
  await page.goto('/');
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await page.getByLabel('Login name').fill(login);
  await page.getByLabel('Password').fill(login);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(`${url}/`);
  return page;
}

/**
 * @param {Page} page an organizer's
 * @param {string} name
 * @param {string[]} classes
 * @returns {Promise<string>} its slug
 */
const createRoom = (page, name, classes) =>
  page.evaluate(async (body) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch('/homeroom/api/rooms', { method: 'POST', headers, body });
    return (await answer.json()).slug;
  }, JSON.stringify({ name, classes }));

/**
 * @param {Browser} browser
 * @param {string} url
 * @returns {Promise<School>}
 */
export async function openSchool(browser, url) {
  /** @type {Map<string, Page>} */
  const pages = new Map();
  for (const login of people) pages.set(login, await signIn(browser, url, login));
  /** @param {string} login */
  const of = (login) => {
    const page = pages.get(login);
    if (!page) throw new Error(`nobody is called ${login}`);
    return page;
  };
  const ada = of('ada');
  const running = await createRoom(ada, 'Mathematics 7a', ['7a']);
  const quiet = await createRoom(ada, 'History of the city', ['7a', '7b']);
  await createRoom(ada, 'Chess club', ['7a', '7b']);
  await createRoom(of('cleo'), 'Physics 7a', ['7a']);
  await ada.goto(`/homeroom/rooms/${running}`);
  await ada.getByRole('button', { name: 'Start lesson' }).click();
  await ada.frameLocator('iframe').getByText('(you)').waitFor();
  await of('guel').goto(`/homeroom/rooms/${running}`);
  await of('guel').getByRole('button', { name: 'Go in' }).click();
  await of('guel').frameLocator('iframe').getByText('(you)').waitFor();

  return {
    running,
    quiet,
    async pageOf(who, { viewport, theme, language }) {
      const context = await browser.newContext({
        baseURL: url,
        viewport,
        locale: language === 'en' ? 'en-GB' : language,
        timezoneId: 'Europe/Berlin',
        colorScheme: theme === 'dark' ? 'dark' : 'light',
        reducedMotion: 'reduce',
        ...(who ? { storageState: await of(who).context().storageState() } : {}),
      });
      return context.newPage();
    },
  };
}
