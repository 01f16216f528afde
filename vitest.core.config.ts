/** The pure core alone, without a database: what mutation testing runs thousands of times. The random walk covers all and would be run for every mutant. */
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/core/**/*.test.ts'],
    exclude: ['src/core/return/walk.test.ts'],
    pool: 'threads',
    isolate: false,
    testTimeout: 20_000,
  },
})
