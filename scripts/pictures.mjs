/**
 * npm run pictures: images of every page and its main states, wide and narrow,
 * light and dark, left-to-right and right-to-left, into .cache/pictures/ for eyes;
 * and the few that README and docs show, into docs/pictures/. `npm run pictures --
 * waiting.narrow` makes only those whose name has that in it.
 */
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { build } from './built.mjs';
import { root } from './folder.mjs';
import { startDemo } from './pictures/demo.mjs';
import { openSchool } from './pictures/school.mjs';
import { states } from './pictures/states.mjs';

const folder = join(root, '.cache', 'pictures');
const shown = join(root, 'docs', 'pictures');

const sizes = {
  wide: { width: 1_120, height: 760 },
  narrow: { width: 390, height: 780 },
};

/** Of each look that is shown in the documentation, and the name that it has there. */
const inDocs = {
  'dashboard.wide.light.en': 'dashboard',
  'waiting.narrow.light.en': 'waiting',
  'class-list.wide.light.en': 'class-list',
};

/** Every size, theme and language. */
const looks = Object.entries(sizes).flatMap(([size, viewport]) =>
  ['light', 'dark'].flatMap((theme) =>
    ['en', 'ar'].map((language) => ({
      name: `${size}.${theme}.${language}`,
      viewport,
      theme,
      language,
    })),
  ),
);

const [, , wanted = ''] = process.argv;
build();
if (wanted === '') rmSync(folder, { recursive: true, force: true });
for (const each of [folder, shown]) mkdirSync(each, { recursive: true });

const demo = await startDemo();
// What is not there after this long has been given another structure, ms.
const patience = 8_000;
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
});
try {
  const school = await openSchool(browser, demo.url);
  for (const look of looks) {
    for (const state of states.filter(({ name }) => `${name}.${look.name}`.includes(wanted))) {
      const page = await school.pageOf(state.who, look);
      page.setDefaultTimeout(patience);
      await page.goto(state.at(school));
      await state.reach(page, look.language);
      await page.waitForLoadState('load');
      await page.screenshot({
        path: join(folder, `${state.name}.${look.name}.png`),
        animations: 'disabled',
        fullPage: true,
      });
      await page.context().close();
    }
    console.log(look.name);
  }
  for (const [from, to] of Object.entries(inDocs).filter(([name]) => name.includes(wanted)))
    copyFileSync(join(folder, `${from}.png`), join(shown, `${to}.png`));
} finally {
  await browser.close();
  await demo.stop();
}
console.log(`Pictures are in ${folder}.`);
