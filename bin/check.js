#!/usr/bin/env node
/** Everything that can be said about the code without running the shop: format, lint, types, unused code, arrows, generated pages. */
import { spawnSync } from 'node:child_process'

const STEPS = [
  ['format', 'biome', ['format', '.']],
  ['lint', 'oxlint', ['--type-aware', '--deny-warnings']],
  ['types', 'tsc', ['-p', '.', '--noEmit']],
  ['types of what runs in browsers', 'tsc', ['-p', 'src/ui/browser', '--noEmit']],
  ['unused code', 'knip', []],
  ['arrows', 'vitest', ['run', 'test/house.test.ts']],
  ['generated pages', 'node', ['bin/docs.ts', '--check']],
]

let failed = 0
for (const [name, command, args] of STEPS) {
  const started = Date.now()
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', shell: process.platform === 'win32' })
  const seconds = ((Date.now() - started) / 1000).toFixed(1)
  console.log(`${status === 0 ? '✓' : '✗'} ${name} (${seconds} s)`)
  if (status === 0) continue
  failed++
  console.log([stdout, stderr].filter(Boolean).join('\n').trim())
}
if (failed > 0) console.log('\nFormat is mended by `npm run format`, generated pages by `npm run docs`.')
process.exit(failed > 0 ? 1 : 0)
