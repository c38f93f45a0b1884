/** Hands in WebKitGTK: finds by the roles and names that its own accessibility tree has. */
import { expect } from '@playwright/test';
import { By, type WebDriver, type WebElement } from 'selenium-webdriver';
import { layoutScript } from '../looks/layout.ts';
import type { Hands, Role } from './hands.ts';

/** As long as in other engines, ms. */
const timeoutMs = 30_000;

/** What may have a role, before the browser is asked for it. */
const candidates: Record<Role, string> = {
  button: 'button',
  link: 'a[href]',
  checkbox: 'input[type=checkbox]',
  heading: 'h1, h2, h3',
};

/** Looks again while the page is drawn anew, until something is there. */
async function wait(what: string, look: () => Promise<unknown>): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  let last: unknown = 'nothing of that name';
  while (Date.now() < deadline) {
    try {
      if (await look()) return;
    } catch (fault) {
      last = fault;
    }
  }
  throw new Error(`${what}: ${String(last)}`);
}

export function webkitHands(driver: WebDriver, home: string): Hands {
  async function named(css: string, name: string, within: WebDriver | WebElement = driver) {
    for (const element of await within.findElements(By.css(css))) {
      const isIt = (await element.isDisplayed()) && (await element.getAccessibleName()) === name;
      if (isIt) return element;
    }
    return null;
  }

  async function find(role: Role, name: string, within?: string): Promise<WebElement | null> {
    const place = within === undefined ? driver : await named('section', within);
    const element = place && (await named(candidates[role], name, place));
    return element && (await element.getAriaRole()) === role ? element : null;
  }

  /** Until it is there and can be used. */
  const touch = (
    what: string,
    look: () => Promise<WebElement | null>,
    act: (element: WebElement) => Promise<void>,
  ) =>
    wait(what, async () => {
      const element = await look();
      if (!element) return false;
      await driver.executeScript('arguments[0].scrollIntoView({ block: "center" })', element);
      await act(element);
      return true;
    });

  const shownText = () => driver.findElement(By.css('body')).getText();

  const field = (label: string) => () => named('input, select', label);

  return {
    open: (path) => driver.get(new URL(path, home).href),
    async press(role, name, within) {
      const look = () => find(role, name, within);
      await touch(`${role} “${name}”`, look, (element) => element.click());
    },
    async openMenu(person) {
      await touch(
        `menu of ${person}`,
        () => named('summary', person),
        (element) => element.click(),
      );
    },
    async write(label, text) {
      await touch(`field “${label}”`, field(label), async (input) => {
        await input.clear();
        await input.sendKeys(text);
      });
    },
    async choose(label, option) {
      await touch(`field “${label}”`, field(label), async (select) => {
        await select.findElement(By.xpath(`option[.='${option}']`)).click();
      });
    },
    has: async (role, name) => (await find(role, name)) !== null,
    async see(role, name) {
      await wait(`${role} “${name}”`, () => find(role, name));
    },
    async read(text) {
      await wait(`“${text}”`, async () => (await shownText()).includes(text));
    },
    async meet(person) {
      await wait(`${person} in the meeting`, async () => {
        await driver.switchTo().frame(driver.findElement(By.css('iframe')));
        try {
          const items = await driver.findElements(By.css('li'));
          const texts = await Promise.all(items.map((item) => item.getText()));
          return texts.some((text) => text.includes(person));
        } finally {
          await driver.switchTo().defaultContent();
        }
      });
    },
    async checkLayout() {
      const faults: unknown = await driver.executeScript(`return ${layoutScript}`);
      expect(faults, `layout of ${await driver.getCurrentUrl()}`).toEqual([]);
    },
  };
}
