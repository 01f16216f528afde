#!/usr/bin/env node
/**
 * Starts Backhaul on the Node it was made for. Whatever Node calls this file (18 or newer reads it), the one pinned in
 * node_modules takes over when the caller is too old; nobody has to install a Node to try it out.
 */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import module, { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { setFlagsFromString } from 'node:v8'

/** From here on TypeScript runs as it is, without a word of warning. */
const WANTED = [24, 3]
/** Set for the child, so that a pinned Node that is itself too old ends in a sentence and not in a circle. */
const HANDED_OVER = 'BACKHAUL_HANDED_OVER'

/**
 * On a large machine V8 lets its heap grow to several times what is in use before it tidies up. A smaller nursery and tidying up a little earlier halve the
 * memory of a busy server and cost next to nothing. The nursery can only be sized when Node starts; where nobody did, it is V8's own choice.
 */
const NURSERY = '--max-semi-space-size=8'
const TIDY_EARLIER = '--heap-growing-percent=30'

const [major, minor] = process.versions.node.split('.').map(Number)

if (major > WANTED[0] || (major === WANTED[0] && minor >= WANTED[1])) await run()
else handOver(process.env[HANDED_OVER] ? undefined : pinnedNode())

async function run() {
  if (process.env[HANDED_OVER]) followParent()
  setFlagsFromString(TIDY_EARLIER)
  module.enableCompileCache?.()
  const { main } = await import('../src/cli.ts')
  process.exitCode = await main(process.argv.slice(2))
}

/** When the launcher is gone, even by kill -9, the channel to it breaks; then we stop in good order too. */
function followParent() {
  delete process.env[HANDED_OVER]
  if (!process.connected) return
  process.channel?.unref()
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
}

/** The binary of the `node-<system>-<processor>` package, wherever npm has put it above this file. */
function pinnedNode() {
  const system = process.platform === 'win32' ? 'win' : process.platform
  try {
    const found = createRequire(import.meta.url).resolve(`node-${system}-${process.arch}/package.json`)
    const binary = join(dirname(found), 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
    return existsSync(binary) ? binary : undefined
  } catch {
    return undefined
  }
}

function handOver(binary) {
  if (binary === undefined) return giveUp('and none was found in node_modules')
  const child = spawn(binary, [NURSERY, fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, [HANDED_OVER]: '1' },
  })
  const signals = ['SIGTERM', 'SIGINT', 'SIGHUP']
  for (const signal of signals) process.on(signal, () => child.kill(signal))
  child.on('error', fault => giveUp(`and the one in node_modules does not run here (${fault.message})`))
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code)
    for (const known of signals) process.removeAllListeners(known)
    process.kill(process.pid, signal)
  })
}

function giveUp(why) {
  console.error(
    `Backhaul runs on Node ${WANTED.join('.')} or newer; this is Node ${process.versions.node}, ${why}. ` +
      'Run `npm ci` in its folder (without --omit=optional), or install Node 24 from https://nodejs.org.',
  )
  process.exit(1)
}
