import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { type Account, commandFor } from './account.ts'
import type { Binaries } from './binaries.ts'
import { EmbeddedError, explain } from './embedded-error.ts'
import type { Place } from './place.ts'

/** The only database role; it owns everything. */
export const USER = 'backhaul'

/**
 * What an operator may want to tune; written once into `cluster/postgresql.conf`, where it can be changed. Errors of single
 * statements are answered to the client and not logged: they would fill the disk, and could tell what shoppers wrote.
 */
const SETTINGS = {
  max_connections: '100',
  shared_buffers: '128MB',
  jit: 'off',
  log_min_messages: 'log',
  log_checkpoints: 'off',
  log_line_prefix: '%m [%p] ',
  timezone: 'UTC',
  log_timezone: 'UTC',
}

/** What an interrupted start left. Its initdb may still be writing there for a moment; then the next start sweeps it. */
function sweep(leftover: string): void {
  try {
    rmSync(leftover, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 })
  } catch {
    // In nobody's way: the cluster grows under a name of its own.
  }
}

/**
 * Make the cluster on the first start. It grows under another name and gets its own when it is whole, so that a start which
 * was interrupted leaves nothing half made.
 */
export async function initialise(place: Place, binaries: Binaries, account: Account, durable: boolean): Promise<void> {
  for (const name of readdirSync(place.folder).filter(name => name.startsWith('cluster.'))) {
    sweep(join(place.folder, name))
  }
  if (existsSync(place.cluster)) return
  const draft = `${place.cluster}.${randomBytes(4).toString('hex')}`
  const words = [
    '-D',
    draft,
    '-U',
    USER,
    '-E',
    'UTF8',
    '--locale-provider=builtin',
    '--locale=C.UTF-8',
    '--data-checksums',
  ]
  const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const sync = durable ? [] : ['--no-sync']
  await runInitdb(place, binaries, account, [
    ...words,
    '--no-instructions',
    ...sync,
    ...authentication(place),
    ...settings,
  ])
  renameSync(draft, place.cluster)
  if (durable && process.platform !== 'win32') syncFolder(place.folder)
}

/** Windows builds have no unix sockets: there a password guards the port. Elsewhere the socket's folder is the guard. */
function authentication(place: Place): string[] {
  if (process.platform !== 'win32') return ['--auth=trust']
  const file = join(place.folder, 'password')
  writeFileSync(file, randomBytes(24).toString('hex'), { mode: 0o600 })
  return ['--auth=scram-sha-256', `--pwfile=${file}`]
}

export function passwordOf(place: Place): string | undefined {
  return process.platform === 'win32' ? readFileSync(join(place.folder, 'password'), 'utf8') : undefined
}

async function runInitdb(place: Place, binaries: Binaries, account: Account, words: string[]): Promise<void> {
  const { uid, gid } = account
  const child = spawn(...commandFor(account, binaries.path('initdb'), words), {
    uid,
    gid,
    env: binaries.env,
    cwd: '/',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', text => (said += text))
  const status = await new Promise<number | null>((resolve, reject) =>
    child.once('error', reject).once('close', resolve),
  )
  if (status === 0) return
  if (status === null) throw new EmbeddedError('start_failed', `initdb in ${place.folder} was killed.`, 'Start again.')
  throw explain(said, `The database could not be created in ${place.folder}`)
}

function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r')
  fsyncSync(handle)
  closeSync(handle)
}
