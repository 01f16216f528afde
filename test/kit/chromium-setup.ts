/** The browser of a test run, looked for once. On a bare Debian of one's own, as build machines are, it is installed. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import type { TestProject } from 'vitest/node'
import { findChromium, WITHOUT_CHROMIUM } from './chromium.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Null where there is none: the tests that need one are skipped, or fail where `BROWSER_TESTS=required`. */
    chromium: string | null
  }
}

export default function setup(project: TestProject): void {
  const file = findChromium() ?? installed()
  if (file === null) console.warn(WITHOUT_CHROMIUM)
  project.provide('chromium', file)
}

/** Nobody's machine is changed who has not given it away: only for root, and only where apt-get is. */
function installed(): string | null {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return null
  console.log(
    'There is no Chromium here; it is being installed (`apt-get install chromium`), once, for at most five minutes.',
  )
  aptGet(['update'], 60_000)
  aptGet(['install', '--yes', '--no-install-recommends', 'chromium', 'fonts-liberation'], 240_000)
  return findChromium()
}

function aptGet(words: readonly string[], timeoutMs: number): void {
  spawnSync('apt-get', ['-qq', ...words], {
    stdio: 'ignore',
    timeout: timeoutMs,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
}
