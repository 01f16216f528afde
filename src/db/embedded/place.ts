/** What lies where in the data folder, and whether the folder is ours to use. */
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type Account, handOver } from './account.ts'
import { EmbeddedError } from './embedded-error.ts'

export interface Place {
  folder: string
  /** PostgreSQL's own data folder. */
  cluster: string
  lib: string
  log: string
  lock: string
}

const SOCKET_FOLDER = 'run'
/** Names the socket folder when it had to be put elsewhere, so that it is the same after every start. */
const SOCKET_NOTE = 'socket-folder'
const OURS = ['cluster', 'lib', 'log', 'lock', 'password', SOCKET_FOLDER, SOCKET_NOTE, 'lost+found']

/** sun_path holds 108 bytes on Linux and 104 on macOS, and PostgreSQL adds `/.s.PGSQL.5432` and an end. */
const LONGEST_SOCKET_FOLDER = 104 - '/.s.PGSQL.5432'.length - 1

export const PORT = 5432

/** The place for a data folder; makes the folder if there is none, and refuses one that holds somebody else's things. */
export function openPlace(dataDir: string): Place {
  mkdirSync(dataDir, { recursive: true })
  const folder = realpathSync(resolve(dataDir))
  const stranger = readdirSync(folder).find(name => !OURS.includes(name) && !/^(cluster|lock)\./.test(name))
  if (stranger !== undefined) {
    const advice = 'Choose an empty or a new folder for the database.'
    throw new EmbeddedError('folder_not_ours', `The folder ${folder} holds something else ("${stranger}").`, advice)
  }
  const at = (name: string) => join(folder, name)
  return { folder, cluster: at('cluster'), lib: at('lib'), log: at('log/postgres.log'), lock: at('lock') }
}

/** Throws when the cluster was written by another major version, which this one can neither read nor upgrade in place. */
export function checkMajor(place: Place, major: number): void {
  const file = join(place.cluster, 'PG_VERSION')
  if (!existsSync(file)) return
  const found = Number.parseInt(readFileSync(file, 'utf8'), 10)
  if (found === major) return
  const message = `The data in ${place.folder} was written by PostgreSQL ${found}; this Backhaul comes with ${major}.`
  if (found > major)
    throw new EmbeddedError('data_newer', message, 'Use the newer Backhaul, or restore a back-up made with it.')
  throw new EmbeddedError(
    'data_older',
    message,
    'Make a back-up with the older Backhaul and restore it into a new data folder.',
  )
}

/** The folder of the unix socket: open to the account alone, for whoever gets to the socket is let in without a password. */
export function socketFolder(place: Place, account: Account): string {
  const folder = shortEnough(place)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  chmodSync(folder, 0o700)
  handOver(folder, account)
  return folder
}

function shortEnough(place: Place): string {
  const inside = join(place.folder, SOCKET_FOLDER)
  if (Buffer.byteLength(inside) <= LONGEST_SOCKET_FOLDER) return inside
  const note = join(place.folder, SOCKET_NOTE)
  const noted = existsSync(note) ? readFileSync(note, 'utf8') : ''
  if (isPrivateFolder(noted, place)) return noted
  const parent = tmpdir().length + '/backhaul-123456'.length <= LONGEST_SOCKET_FOLDER ? tmpdir() : '/tmp'
  const fresh = mkdtempSync(join(parent, 'backhaul-'))
  rmSync(note, { force: true })
  writeFileSync(note, fresh)
  return fresh
}

/** Temporary folders are open to all: one that was cleaned away may have come back as somebody else's. */
function isPrivateFolder(folder: string, place: Place): boolean {
  if (!existsSync(folder)) return false
  const found = lstatSync(folder)
  const owners = [process.getuid?.(), lstatSync(place.cluster).uid]
  return found.isDirectory() && (found.mode & 0o077) === 0 && owners.includes(found.uid)
}
