/**
 * Firefox as Debian ships it, driven over WebDriver BiDi. Playwright calls the channel
 * `moz-firefox`; two of its wishes are not heard there, `colorScheme` and `reducedMotion`.
 */
import type {
  BrowserContext,
  PlaywrightTestOptions,
  PlaywrightWorkerOptions,
} from '@playwright/test';

/**
 * A proxy where nobody listens, so that nothing but this machine can be reached, as in Chromium.
 */
const stayHere = {
  'network.proxy.type': 1,
  'network.proxy.http': '127.0.0.1',
  'network.proxy.http_port': 9,
  'network.proxy.ssl': '127.0.0.1',
  'network.proxy.ssl_port': 9,
  'network.proxy.no_proxies_on': 'localhost, 127.0.0.1',
};

export const firefox: Partial<PlaywrightTestOptions & PlaywrightWorkerOptions> = {
  browserName: 'firefox',
  channel: 'moz-firefox',
  launchOptions: {
    executablePath: '/usr/bin/firefox-esr',
    firefoxUserPrefs: {
      ...stayHere,
      'media.navigator.streams.fake': true,
      'media.navigator.permission.disabled': true,
    },
  },
};

/**
 * Playwright's fill() sets the value in a way that React does not notice here. This
 * types instead, as Playwright does elsewhere; the name is the one that it calls.
 */
export const letFillReachReact = (context: BrowserContext) =>
  context.addInitScript(() => {
    const insertText = (text: string, page = document): Element | null => {
      if (page.activeElement?.localName === 'iframe') return page.activeElement;
      page.execCommand('insertText', false, text);
      return null;
    };
    Object.defineProperty(globalThis, '__pw_bidiInsertText', { get: () => insertText, set() {} });
  });
