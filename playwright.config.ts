import {
  defineConfig,
  type PlaywrightTestOptions,
  type PlaywrightWorkerOptions,
  type Project,
} from '@playwright/test';
import { chromium } from './e2e/engines/chromium.ts';
import { firefox } from './e2e/engines/firefox.ts';
import type { WorkerOptions } from './e2e/fixtures.ts';

/** Real parts that this run does without: `npm test -- --without=prosody`. */
const without = (process.env['TEST_WITHOUT'] ?? '').split(',').filter((name) => name !== '');

/** A journey that needs a part says so with a tag, such as `@prosody`. */
const leftOut =
  without.length > 0 ? { grepInvert: new RegExp(`@(?:${without.join('|')})\\b`) } : {};

/** Driven by another driver than Playwright's. */
const webkitJourneys = '**/webkit.spec.ts';

/** What a person does every day; the rest is the same in every engine. */
const firefoxJourneys = [
  '**/journeys/a-lesson.spec.ts',
  '**/keyboard.spec.ts',
  '**/early-use.spec.ts',
];

const projects: Project<PlaywrightTestOptions, PlaywrightWorkerOptions>[] = [
  { name: 'chromium', use: chromium, testIgnore: [webkitJourneys, '**/real/**'] },
  // Traces are slow there.
  { name: 'firefox', use: { ...firefox, trace: 'off' }, testMatch: firefoxJourneys },
  { name: 'webkit', use: { trace: 'off' }, testMatch: webkitJourneys },
];

export default defineConfig<object, WorkerOptions>({
  ...leftOut,
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  // What needs more than npm and Debian: npm run real.
  testIgnore: '**/real/**',
  outputDir: 'test-results',
  workers: 2,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  // For a machine that is busy: what happens soon does not wait for them.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  snapshotPathTemplate: '{testDir}/{testFileDir}/trees/{arg}{ext}',
  reporter: 'list',
  use: {
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    trace: 'retain-on-failure',
  },
  projects: projects.filter(({ name = '' }) => !without.includes(name)),
});
