import { defineConfig } from '@playwright/test';
import type { WorkerOptions } from './e2e/fixtures.ts';

/** Real parts that this run does without: `npm test -- --without=prosody`. */
const without = (process.env['TEST_WITHOUT'] ?? '').split(',').filter((name) => name !== '');

/** Nothing of a journey leaves this machine: every other name leads nowhere. */
const stayHere = '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost , EXCLUDE 127.0.0.1';

/** A journey that needs a part says so with a tag, such as `@prosody`. */
const leftOut =
  without.length > 0 ? { grepInvert: new RegExp(`@(?:${without.join('|')})\\b`) } : {};

export default defineConfig<object, WorkerOptions>({
  ...leftOut,
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  workers: 2,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  use: {
    browserName: 'chromium',
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--use-fake-device-for-media-stream',
        '--use-fake-ui-for-media-stream',
        stayHere,
      ],
    },
  },
});
