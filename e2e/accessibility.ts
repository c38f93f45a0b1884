import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** The page as it is now, the meeting frame included, has nothing that axe finds. */
export const expectAccessible = (page: Page) =>
  expectNothing(page, new AxeBuilder({ page }).withTags(rules));

/** Only the contrast: nothing else that axe checks changes with the theme. */
export const expectContrast = (page: Page) =>
  expectNothing(page, new AxeBuilder({ page }).withRules(['color-contrast']));

async function expectNothing(page: Page, axe: AxeBuilder): Promise<void> {
  const { violations } = await axe.analyze();
  const found = violations.map(({ id, help, nodes }) => ({
    id,
    help,
    where: nodes.map((node) => node.target.join(' ')),
  }));
  expect(found, `axe on ${page.url()}`).toEqual([]);
}
