/** The pure core alone, without a database: what mutation testing runs thousands of times. */
import { defineConfig } from 'vitest/config'

export default defineConfig({ test: { include: ['src/core/**/*.test.ts'], pool: 'threads', isolate: false } })
