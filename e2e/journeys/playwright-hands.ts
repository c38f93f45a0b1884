/** Hands in a browser that Playwright drives: with a mouse, or with the keyboard alone. */
import { expect, type Locator, type Page } from '@playwright/test';
import { expectSoundLayout } from '../looks/layout.ts';
import type { Hands, Role } from './hands.ts';

/** What differs between mouse and keyboard. */
type Touch = {
  press(target: Locator): Promise<void>;
  write(field: Locator, text: string): Promise<void>;
  choose(field: Locator, option: string): Promise<void>;
};

export const mouseHands = (page: Page): Hands =>
  handsWith(page, {
    press: (target) => target.click(),
    write: (field, text) => field.fill(text),
    choose: async (field, option) => void (await field.selectOption({ label: option })),
  });

export function keyboardHands(page: Page): Hands {
  return handsWith(page, {
    async press(target) {
      await tabTo(page, target);
      const isBox = await target.evaluate((element) => element.matches('[type=checkbox]'));
      await page.keyboard.press(isBox ? 'Space' : 'Enter');
    },
    async write(field, text) {
      await tabTo(page, field);
      await page.keyboard.type(text);
    },
    /** As one types the beginning of an option's name. */
    async choose(field, option) {
      await tabTo(page, field);
      await page.keyboard.type(option);
      await expect(field.locator('option:checked')).toHaveText(option);
    },
  });
}

function handsWith(page: Page, touch: Touch): Hands {
  function find(role: Role, name: string, within?: string): Locator {
    const place = within ? page.getByRole('region', { name: within, exact: true }) : page;
    return place.getByRole(role, { name, exact: true }).first();
  }
  return {
    open: async (path) => void (await page.goto(path)),
    press: (role, name, within) => touch.press(find(role, name, within)),
    openMenu: (person) => touch.press(page.locator('summary', { hasText: person })),
    write: (label, text) => touch.write(page.getByLabel(label, { exact: true }), text),
    choose: (label, option) => touch.choose(page.getByLabel(label, { exact: true }), option),
    see: (role, name) => expect(find(role, name)).toBeVisible(),
    has: (role, name) => find(role, name).isVisible(),
    read: (text) => expect(page.getByText(text).first()).toBeVisible(),
    meet: (person) =>
      expect(
        page.frameLocator('iframe').getByRole('listitem').filter({ hasText: person }),
      ).toBeVisible(),
    checkLayout: () => expectSoundLayout(page),
  };
}

/** More than any page has elements that take the focus. */
const maxStops = 60;

/**
 * Presses Tab, or Shift and Tab where the way leads back, until the focus is there.
 * Wherever it rests on the way, it can be seen.
 */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  await page.bringToFront();
  for (let stops = 0; stops < maxStops; stops += 1) {
    const { way, fault } = await target.evaluate(lookAtFocus);
    // The skip link takes a moment to slide in.
    if (fault) await expect.poll(() => target.evaluate(lookAtFocus)).toEqual({ way, fault: '' });
    if (way === 'there') return;
    await page.keyboard.press(way === 'back' ? 'Shift+Tab' : 'Tab');
  }
  throw new Error(`Tab does not lead to ${target.toString()}`);
}

type Focus = { way: 'there' | 'on' | 'back'; fault: string };

/** Runs in the page. WCAG 2.2: 2.4.7 focus visible, 2.4.11 focus not obscured. */
function lookAtFocus(target: Element): Focus {
  const { activeElement: focused } = document;
  if (!(focused instanceof HTMLElement)) return { way: 'on', fault: '' };
  const isBehind = target.compareDocumentPosition(focused) & Node.DOCUMENT_POSITION_FOLLOWING;
  const onOrBack = isBehind ? 'back' : 'on';
  const way = focused === target ? 'there' : onOrBack;
  // A heading takes the focus after a navigation, but Tab does not stop there.
  if (focused.tabIndex < 0 || focused.localName === 'iframe') return { way, fault: '' };
  const { left, top, width, height } = focused.getBoundingClientRect();
  const onTop = document.elementFromPoint(left + width / 2, top + height / 2);
  const isOnTop = onTop !== null && (focused.contains(onTop) || onTop.contains(focused));
  const { outlineStyle, outlineWidth } = getComputedStyle(focused);
  const hasRing = outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
  const name = `“${focused.getAttribute('aria-label') ?? focused.textContent.trim()}”`;
  if (!isOnTop) return { way, fault: `${name} has the focus, and is not in sight` };
  return { way, fault: hasRing ? '' : `${name} has the focus, and no ring around it` };
}
