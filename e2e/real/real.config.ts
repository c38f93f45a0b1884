/** `npm run real`: what needs parts that are neither npm's nor Debian's. */
import { defineConfig } from '@playwright/test';
import { chromium } from '../engines/chromium.ts';

export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results',
  workers: 1,
  timeout: 300_000,
  expect: { timeout: 60_000 },
  reporter: 'list',
  use: { ...chromium, ignoreHTTPSErrors: true, trace: 'retain-on-failure' },
});
