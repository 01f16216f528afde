/** Running the command as people do: as a process of its own, with a clean environment. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll } from 'vitest'

export const LAUNCHER = resolve(import.meta.dirname, '../../bin/backhaul.js')

export type Ended = { code: number | null; signal: NodeJS.Signals | null; stdout: string; stderr: string }

/** What the machine sets must not change what a test sees. */
const environment = (more: Record<string, string>): Record<string, string> => {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(BACKHAUL_|DATABASE_URL$|PORT$|NODE_|VITEST|FORCE_COLOR|NO_COLOR)/.test(name),
  )
  return { ...(Object.fromEntries(kept) as Record<string, string>), ...more }
}

export type Runs = { child: ChildProcess; ended: Promise<Ended>; said: (pattern: RegExp) => Promise<RegExpExecArray> }

export function start(args: readonly string[], more: Record<string, string> = {}, node = process.execPath): Runs {
  const child = spawn(node, [LAUNCHER, ...args], { env: environment(more), stdio: ['ignore', 'pipe', 'pipe'] })
  let stdout = ''
  let stderr = ''
  const listeners = new Set<() => void>()
  const heard = () => listeners.forEach(listener => listener())
  child.stdout.on('data', data => {
    stdout += data
    heard()
  })
  child.stderr.on('data', data => {
    stderr += data
    heard()
  })
  const ended = new Promise<Ended>(done => child.on('close', (code, signal) => done({ code, signal, stdout, stderr })))
  /** The first time standard output says so. Fails when the process ends without having said it. */
  const said = (pattern: RegExp): Promise<RegExpExecArray> =>
    new Promise((found, lost) => {
      const look = () => {
        const match = pattern.exec(stdout) ?? pattern.exec(stderr)
        if (match) found(match)
      }
      listeners.add(look)
      look()
      void ended.then(end => lost(new Error(`It ended without saying ${pattern}: ${JSON.stringify(end)}`)))
    })
  return { child, ended, said }
}

export const run = (args: readonly string[], more: Record<string, string> = {}): Promise<Ended> =>
  start(args, more).ended

/** A folder for one test file, gone afterwards. */
export async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'backhaul-cli-'))
  afterAll(() => rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }))
  return path
}
