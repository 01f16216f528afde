/** Starting PostgreSQL so that it never outlives us, and stopping it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, copyFileSync, existsSync, mkdirSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Account, commandFor, handOver } from './account.ts'
import type { Binaries } from './binaries.ts'
import { explain } from './embedded-error.ts'
import { type Place, PORT, socketFolder } from './place.ts'
import { readNote, sweepSocket } from './running.ts'

export interface Postmaster {
  /** Resolves when the server has ended, for whatever reason. */
  ended: Promise<void>
  stop(): Promise<void>
}

const WINDOWS = process.platform === 'win32'
const LOG_LIMIT_BYTES = 10 * 1024 * 1024
const LOG_CHECK_MS = 60 * 60 * 1000
const STOP_LIMIT_MS = 60_000
const REMAINS_LIMIT_MS = 15_000

/**
 * The shell becomes PostgreSQL, but first leaves a guardian behind that reads from a pipe whose other end only we hold. However
 * we end, the pipe closes and the guardian asks for a fast shutdown; a word through the pipe sends it home. It is started by a
 * second shell that ends at once, because PostgreSQL takes a child it does not know for a crash. Windows has no such shell: there
 * a server outlives a process that was killed, and the next start attaches to it.
 */
const GUARDED = 'exec 3<&0; ( { read -r word <&3 || kill -INT $$; } >/dev/null 2>&1 & ); exec "$@" </dev/null 3<&-'

/** Start the server and wait until it takes connections, however long it needs to recover from a crash. */
export async function startPostmaster(
  place: Place,
  binaries: Binaries,
  account: Account,
  durable: boolean,
): Promise<Postmaster> {
  mkdirSync(dirname(place.log), { recursive: true })
  keepLogSmall(place.log)
  const words = ['-D', place.cluster, ...(await listening(place, account)), ...durability(durable)]
  const giveUpAt = Date.now() + REMAINS_LIMIT_MS
  for (;;) {
    const logStart = existsSync(place.log) ? statSync(place.log).size : 0
    const child = launch(place, binaries, account, words)
    const ended = new Promise<void>(resolve => child.once('exit', () => resolve()).once('error', () => resolve()))
    if (await becomesReady(place, child, ended)) return running(child, ended, place, binaries)
    const said = readFileSync(place.log).subarray(logStart).toString()
    // Processes of a killed server that we could not see; they end by themselves.
    if (!/is still in use/.test(said) || Date.now() > giveUpAt) throw explain(said, 'The database did not start')
    await pause(100)
  }
}

async function becomesReady(place: Place, child: ChildProcess, ended: Promise<void>): Promise<boolean> {
  while (!isReady(place, child)) {
    if (child.pid === undefined || hasEnded(child)) return false
    await Promise.race([ended, pause(10)])
  }
  return true
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null
}

function running(child: ChildProcess, ended: Promise<void>, place: Place, binaries: Binaries): Postmaster {
  const logCheck = setInterval(() => keepLogSmall(place.log), LOG_CHECK_MS).unref()
  void ended.then(() => clearInterval(logCheck))
  return { ended, stop: () => stop(child, ended, place, binaries) }
}

function launch(place: Place, binaries: Binaries, account: Account, words: string[]): ChildProcess {
  const server = binaries.path('postgres')
  const command = WINDOWS
    ? ([server, words] as const)
    : commandFor(account, 'sh', ['-c', GUARDED, 'sh', server, ...words])
  const log = openSync(place.log, 'a', 0o600)
  // What root makes must not stand in the way of the folder's owner when he starts it himself another time.
  handOver(dirname(place.log), account)
  handOver(place.log, account)
  const { uid, gid } = account
  // In a session of its own, or Ctrl-C would end the database before we have finished with it.
  const child = spawn(...command, {
    uid,
    gid,
    env: binaries.env,
    cwd: '/',
    detached: true,
    stdio: ['pipe', log, log],
  })
  closeSync(log)
  child.stdin?.on('error', () => {})
  child.once('exit', () => child.stdin?.end('ended\n'))
  child.unref()
  ;(child.stdin as { unref?(): void } | null)?.unref?.()
  return child
}

/** Only a socket in a folder of ours, no network; Windows builds lack sockets and listen on the machine's own address. */
async function listening(place: Place, account: Account): Promise<string[]> {
  if (WINDOWS) return ['-c', 'listen_addresses=127.0.0.1', '-c', `port=${await freePort()}`]
  const folder = socketFolder(place, account)
  sweepSocket(folder)
  return [
    '-c',
    'listen_addresses=',
    '-c',
    `unix_socket_directories=${folder}`,
    '-c',
    'unix_socket_permissions=0700',
    '-c',
    `port=${PORT}`,
  ]
}

/** Not durable is for tests alone: a crash of the machine may ruin the data. */
function durability(durable: boolean): string[] {
  const settings = durable
    ? ['fsync=on', 'synchronous_commit=on', 'full_page_writes=on']
    : ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'wal_level=minimal', 'max_wal_senders=0']
  return settings.flatMap(setting => ['-c', setting])
}

function isReady(place: Place, child: ChildProcess): boolean {
  const note = readNote(place)
  return note?.status === 'ready' && (WINDOWS || note.pid === child.pid)
}

/** SIGINT is the fast shutdown: it ends the connections, writes everything down and leaves. SIGQUIT leaves at once; the next start recovers. */
async function stop(child: ChildProcess, ended: Promise<void>, place: Place, binaries: Binaries): Promise<void> {
  if (hasEnded(child)) return ended
  child.ref()
  if (WINDOWS)
    spawn(binaries.path('pg_ctl'), ['stop', '-D', place.cluster, '-m', 'fast'], { env: binaries.env, stdio: 'ignore' })
  else child.kill('SIGINT')
  const impatience = setTimeout(() => child.kill('SIGQUIT'), STOP_LIMIT_MS)
  await ended
  clearTimeout(impatience)
}

/** At most two files of about ten megabytes. The file in use is emptied in place, since the server holds it open. */
function keepLogSmall(log: string): void {
  if (!existsSync(log) || statSync(log).size < LOG_LIMIT_BYTES) return
  copyFileSync(log, `${log}.1`)
  truncateSync(log)
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })
}
