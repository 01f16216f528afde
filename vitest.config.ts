import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'src/**/*.test.tsx', 'test/**/*.test.ts'],
    globalSetup: ['test/kit/global-setup.ts'],
    // A process each, as in real life: what one test file does to its process stays there.
    pool: 'forks',
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
})
