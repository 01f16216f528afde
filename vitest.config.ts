import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: [
      // Pure functions leave nothing behind, so their files may share a process, which halves the time they take.
      {
        test: {
          name: 'core',
          include: ['src/core/**/*.test.ts'],
          pool: 'threads',
          isolate: false,
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'house',
          include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: ['src/core/**', 'src/dialects/**', 'test/portal/**', 'node_modules/**'],
          globalSetup: ['test/kit/global-setup.ts'],
          // A process each, as in real life: what one test file does to its process stays there.
          pool: 'forks',
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      // What shoppers see, in a real browser: it is found or installed once, and none of it depends on the version of the database.
      {
        test: {
          name: 'portal',
          include: ['test/portal/**/*.test.ts'],
          globalSetup: ['test/kit/global-setup.ts', 'test/kit/chromium-setup.ts'],
          pool: 'forks',
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      // Every platform's door stands in memory over a database of its own and leaves nothing in its process, so files may share one here too.
      {
        test: {
          name: 'dialects',
          include: ['src/dialects/**/*.test.ts'],
          globalSetup: ['test/kit/global-setup.ts'],
          pool: 'forks',
          isolate: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
