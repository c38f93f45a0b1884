/** `npm run pictures`: no test, but the same browser, the same school and the same states. */
import { defineConfig } from '@playwright/test';
import { chromium } from '../engines/chromium.ts';

export default defineConfig({
  testDir: '.',
  testMatch: 'pictures.ts',
  outputDir: '../../test-results',
  workers: 2,
  timeout: 60_000,
  reporter: 'line',
  use: chromium,
});
