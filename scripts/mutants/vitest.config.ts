/** The tests that need nothing of the outside world: what mutants are tried against. */
import { defineConfig } from 'vitest/config';
import { testPatterns } from './neighbours.mjs';

export default defineConfig({
  test: {
    environment: 'node',
    include: testPatterns,
    testTimeout: 60_000,
    // Nothing happens on import here: each mutant needs the modules once, not once for each file.
    isolate: false,
  },
});
