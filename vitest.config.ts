import { lingui } from '@lingui/vite-plugin';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

/** Real parts that this run does without: `npm test -- --without=prosody`. */
const without = (process.env['TEST_WITHOUT'] ?? '').split(',').filter((name) => name !== '');

export default defineConfig({
  test: {
    projects: [
      {
        test: {
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
          name: 'browser',
          environment: 'jsdom',
          include: ['src/**/*.test.{ts,tsx}'],
        },
      },
    ],
  },
});
