import { lingui } from '@lingui/vite-plugin';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

/** Real parts that this run does without: `npm test -- --without=prosody`. */
const without = (process.env['TEST_WITHOUT'] ?? '').split(',').filter((name) => name !== '');

/** For a machine that is busy: what happens soon does not wait for them. Milliseconds. */
const unhurried = {
  testTimeout: 60_000,
  hookTimeout: 60_000,
  expect: { poll: { timeout: 30_000 } },
};

export default defineConfig({
  test: {
    // The longest files wait for Prosody's timers more than they compute.
    maxWorkers: 3,
    projects: [
      {
        test: {
          ...unhurried,
          name: 'server',
          environment: 'node',
          include: [
            'server/**/*.test.ts',
            'scripts/**/*.test.mjs',
            'deploy/**/*.test.ts',
            'e2e/outside/**/*.test.ts',
          ],
          exclude: without.map((part) => `**/outside/${part}/**`),
        },
      },
      {
        plugins: [react(), lingui({ macroTransform: true })],
        test: {
          ...unhurried,
          name: 'browser',
          setupFiles: ['src/testing/async-timeout.ts'],
          environment: 'jsdom',
          include: ['src/**/*.test.{ts,tsx}'],
        },
      },
    ],
  },
});
