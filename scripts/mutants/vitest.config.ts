/** The server's tests that need nothing of the outside world: what mutants are tried against. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { environment: 'node', include: ['server/**/*.test.ts'], testTimeout: 60_000 },
});
