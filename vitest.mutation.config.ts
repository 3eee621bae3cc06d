import { defineConfig } from 'vitest/config';

/** What `npm run mutation` runs again and again: the tests that need neither a server nor a build. */
export default defineConfig({
  test: {
    include: ['test/unit/domain/**/*.test.ts', 'test/unit/workflows/**/*.test.ts'],
    pool: 'threads',
    testTimeout: 60_000,
  },
});
