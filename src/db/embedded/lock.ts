/**
 * One process at a time prepares or starts the database of a folder; the others wait for it and then attach. The lock is a
 * file that names its holder. It keeps starts orderly; that two servers never share one cluster is PostgreSQL's own guarantee.
 */
import { randomBytes } from 'node:crypto'
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { EmbeddedError } from './embedded-error.ts'
import { isAlive, startOf } from './processes.ts'

interface Holder {
  pid: number
  startedAt?: string
  token: string
}

const RETRY_MS = 50

/** Run `work` while holding the lock at `path`; a lock whose holder is dead is taken over. */
export async function withLock<T>(path: string, waitMs: number, work: () => Promise<T>): Promise<T> {
  const mine: Holder = { pid: process.pid, startedAt: startOf(process.pid), token: randomBytes(8).toString('hex') }
  const giveUpAt = Date.now() + waitMs
  while (!acquire(path, mine)) {
    if (Date.now() > giveUpAt) {
      const advice = 'Wait for it or end it, then start again.'
      throw new EmbeddedError(
        'busy',
        `Process ${read(path)?.pid} has been starting the database at ${path} for long.`,
        advice,
      )
    }
    await pause(RETRY_MS)
  }
  try {
    return await work()
  } finally {
    if (read(path)?.token === mine.token) rmSync(path, { force: true })
  }
}

/** The file appears under its name with its content, never empty: it is written beside and linked. */
function acquire(path: string, mine: Holder): boolean {
  dropStale(path)
  const draft = `${path}.${mine.token}`
  try {
    writeFileSync(draft, JSON.stringify(mine))
    linkSync(draft, path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

function dropStale(path: string): void {
  const seen = read(path)
  if (!seen || holds(seen)) return
  const aside = `${path}.${randomBytes(8).toString('hex')}`
  try {
    renameSync(path, aside)
    // Somebody may have replaced the stale lock with a living one between the look and the move: give that one back.
    if (read(aside)?.token !== seen.token) linkSync(aside, path)
  } catch {
    // Another process was quicker; the next round looks again.
  } finally {
    rmSync(aside, { force: true })
  }
}

function holds(holder: Holder): boolean {
  if (!isAlive(holder.pid)) return false
  const startedAt = startOf(holder.pid)
  return holder.startedAt === undefined || startedAt === undefined || startedAt === holder.startedAt
}

function read(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Holder
  } catch {
    return undefined
  }
}
