/**
 * Images of every page and its states, wide and narrow, light and dark, left-to-right
 * and right-to-left, into .cache/pictures/ for eyes; and the few that README and docs
 * show, into docs/pictures/.
 */
import { copyFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { schoolSettings, test } from './in-school.ts';
import { states } from './states.ts';

const folder = fileURLToPath(new URL('../../.cache/pictures', import.meta.url));
const shown = fileURLToPath(new URL('../../docs/pictures', import.meta.url));

const sizes = {
  wide: { width: 1_120, height: 760 },
  narrow: { width: 390, height: 780 },
};

/** Those that are shown in the documentation, and the name that each has there. */
const inDocs = new Map([
  ['dashboard.wide.light.en', 'dashboard'],
  ['waiting.narrow.light.en', 'waiting'],
  ['class-list.wide.light.en', 'class-list'],
]);

const looks = Object.entries(sizes).flatMap(([size, viewport]) =>
  (['light', 'dark'] as const).flatMap((theme) =>
    ['en', 'ar'].map((language) => ({
      look: `${size}.${theme}.${language}`,
      eyes: { viewport, theme, language },
    })),
  ),
);

test.use({ settings: { ...schoolSettings, HOMEROOM_SCHOOL: 'Hill School' } });
test.describe.configure({ mode: 'parallel' });

for (const { look, eyes } of looks) {
  for (const { name, who, reach } of states) {
    test(`${name}.${look}`, async ({ school }) => {
      const page = await school.open(who, eyes);
      await reach(page, school);
      await page.waitForLoadState('load');
      await page.waitForFunction(areDoorsPainted);
      const path = `${folder}/${name}.${look}.png`;
      await page.screenshot({ path, animations: 'disabled', fullPage: true });
      const shownAs = inDocs.get(`${name}.${look}`);
      if (shownAs) copyFileSync(path, `${shown}/${shownAs}.png`);
      await page.context().close();
    });
  }
}

/** Runs in the page. What hangs on a door comes after it. */
const areDoorsPainted = () =>
  [...document.querySelectorAll('svg[data-colour] > g')].every((g) => g.childElementCount > 0);
