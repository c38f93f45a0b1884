/** Looks on while a journey runs: nothing may go wrong quietly, nothing may leave this machine. */
import type { BrowserContext, Page } from '@playwright/test';

const here = new Set(['localhost', '127.0.0.1', '[::1]']);

function leavesThisMachine(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return /^(?:https?|wss?):$/.test(protocol) && !here.has(hostname);
}

export type Watch = {
  /** What went wrong so far, without what was expected. */
  troubles(): string[];
  /** From now on: a journey that cuts the network sees errors that say so. */
  expectTrouble(pattern: RegExp): void;
  context(context: BrowserContext, who: string): void;
};

export function createWatch(): Watch {
  const seen: string[] = [];
  const expected: RegExp[] = [];
  const note = (trouble: string) => seen.push(trouble);

  function page(page: Page, who: string) {
    page.on('pageerror', (fault) => note(`${who}: ${fault.stack ?? fault.message}`));
    page.on('websocket', (socket) => address(socket.url(), who));
  }

  function address(url: string, who: string) {
    if (leavesThisMachine(url)) note(`${who}: a request left this machine: ${url}`);
  }

  return {
    troubles: () => seen.filter((trouble) => !expected.some((pattern) => pattern.test(trouble))),
    expectTrouble: (pattern) => expected.push(pattern),
    context(context, who) {
      context.on('page', (opened) => page(opened, who));
      context.on('request', (request) => address(request.url(), who));
      // A breach of the Content-Security-Policy is an error on the console, too.
      context.on('console', (message) => {
        if (message.type() !== 'error') return;
        note(`${who}: ${message.text()} (${message.location().url})`);
      });
    },
  };
}
